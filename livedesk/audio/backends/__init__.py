"""Ways of reaching sound devices: real ones, files, and none at all.

May import: ``core``, ``audio.backend``, ``audio.resample``; PyAudio only in ``pyaudio_backend``.

* ``pyaudio_backend``  PortAudio through PyAudio
* ``portaudio_errors`` its failures as sentences
* ``quiet``            keeps the sound libraries' chatter off standard error
* ``wav_backend``      a question from a file, the answer to a file
* ``wav_file``         reading and writing such files
* ``silent_backend``   no hardware: timed silence in, nothing out
* ``paced_stream``     a thread that plays the part of a device
"""
