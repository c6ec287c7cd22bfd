"""Microphone and speaker: sound in as frames, sound out from chunks.

May import: ``core`` and numpy; PyAudio only in ``backends/pyaudio_backend``, pulsectl only in
``backends/pulse_devices``, soxr only in ``resample``, soundfile only in ``sound_file``, livekit
only in ``echo_apm``. No Qt.

* ``engine``          AudioEngine: the one object that others use
* ``backend``         what a way of reaching devices must offer
* ``backends``        the ways there are
* ``devices``         which device one side uses now
* ``device_side``     one side on the best device that can be had
* ``open_devices``    both sides, while devices come, go, fail and are chosen
* ``microphone``      a microphone that can be opened and closed
* ``loudspeaker``     a speaker that can be opened and closed
* ``system_sound``    the way to this machine's own devices
* ``capture``         blocks of the device become frames for the session
* ``dsp_thread``      the thread on which the microphone's sound is improved and judged
* ``voice_chain``     what it does with each frame
* ``echo``            what takes the assistant's voice out of the microphone
* ``echo_apm``        WebRTC's audio processing, which does it best
* ``half_duplex``     either side at a time, where that is not to be had
* ``system_canceller``  microphones from which the system took the echo already
* ``echo_guard``      how far a canceller that has just begun may be believed
* ``echo_likeness``   tells the assistant's voice from the person's where the canceller does not
* ``hold_back``       silence for the session while only the assistant is heard
* ``early_onset``     the person's first sound over the assistant, ahead of the canceller
* ``early_ear``       brings it what is captured and what is played
* ``echo_delay``      how late the speaker comes back through the microphone
* ``render_reference``  what the speaker plays, in step with the microphone
* ``alignment``       how the two are kept in step
* ``level_control``   a person near or far becomes equally loud
* ``frame_queue``     finished frames on their way to the loop
* ``playback``        chunks of the session become blocks for the device
* ``ring_buffer``     from one thread to another, without a lock
* ``jitter_buffer``   from the loop to the playback callback, without a lock
* ``gain``            louder or softer, without a click
* ``framer``          runs of any length become frames of one length
* ``resample``        between the devices' rates and ours
* ``speech_gate``     whether a frame holds speech
* ``recent_samples``  the last seconds of one side
* ``recent_flags``    what was found in each frame of them
* ``levels``          loudness, computed when it is asked for
* ``columns``         the drawn shape, column by column
* ``mic_meter``       what the microphone itself gives: zeros, clipping, its own noise
* ``mic_truth``       whether it can be hearing the person at all
* ``elsewhere``       whether another microphone hears them better
* ``listening_in``    opens the others for a moment
* ``echo_watch``      whether what the session gets still holds what is played
* ``clock_check``     measures the rate of every device
* ``passage``         what went through a device, and when
* ``rate_truth``      how fast it really is
* ``loop_check``      plays a known sound and records what comes back
* ``loop_figures``    what that tells of the way between
* ``tape``            where a recording hears both sides
* ``tracks``          puts what they said on one clock (pure)
* ``recorder``        the thread that writes it to a file
* ``sound_file``      files of two tracks that stay readable when nobody closes them
* ``recorded_talk``   the recordings of a conversation as one run of sound
* ``stretch``         faster or slower at the same pitch
* ``player``          plays it over the speaker
* ``sound_look``      all of this for whoever wants to look
* ``device_thread``   the thread on which devices are opened and closed
* ``prompt_switching``  lets the callbacks run soon after they ask
* ``loop_wake``       from a device's thread to the loop, once per batch
* ``watchdog``        notices that a device fell silent

Threads: the device calls ``MicCapture.on_block`` and ``SpeakerPlayback.fill`` from its own; they
copy and return. ``VoiceChain`` runs on the dsp thread, everything else on the loop's.
"""
