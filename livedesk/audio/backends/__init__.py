"""Ways of reaching sound devices: real ones, files, and none at all.

May import: ``core``, ``audio.backend``, ``audio.resample``; PyAudio only in ``pyaudio_backend``,
pulsectl only in ``pulse_devices``.

* ``pyaudio_backend``  PortAudio through PyAudio
* ``portaudio_devices``  its devices under names of ours
* ``portaudio_errors`` its failures as sentences
* ``pulse_backend``    a sound server's devices by name, through PortAudio
* ``pulse_devices``    what PulseAudio or PipeWire tells of them
* ``channels``         between one channel and those a device insists on
* ``quiet``            keeps the sound libraries' chatter off standard error
* ``wav_backend``      a question from a file, the answer to a file
* ``wav_file``         reading and writing such files
* ``silent_backend``   no hardware: timed silence in, nothing out
* ``paced_stream``     a thread that plays the part of a device
"""
