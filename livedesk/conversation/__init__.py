"""One talk from start to end: where session, sound, tools and transcript meet.

May import: ``core`` and the packages below it in the picture (``session``, ``audio``,
``transcript``, ``tools``). No Qt; runs on whichever asyncio loop it is started on.

* ``conversation``  start, mute, silence, type, end; owns one Live session
* ``audio_path``    microphone to session, session to speaker, barge-in
* ``report_path``   what the session reports, and to whom it matters
* ``metrics_path``  how long its answers take, how many tokens they use
* ``tool_path``     tool calls to results
* ``video_path``    frames of what is shared to the session, under consent and in pace
* ``person_words``  what the person said in one go
* ``speech_sender`` what of the microphone's sound is sent, in each way to talk
* ``key_path``      from the key to talk to what is sent
* ``talk_key``      who holds the key to talk (pure)
* ``push_to_talk``  from a key and frames to marked turns (pure)
* ``quiet_batch``   long silence in fewer messages (pure)
* ``early_end``     the end of a turn, heard here first (pure)
* ``barge_in``      turning the assistant down at once (pure)
* ``muted_hint``    when to say that nobody hears the person (pure)
* ``turn_gate``     which audio belongs to a turn that was cut (pure)
* ``activity``      listening, thinking or speaking (pure)
* ``broken_answer``  how the rest of an answer is asked for (pure)
* ``setup_notice``  what a new setup means, in one sentence (pure)
* ``events``        what the outside is told
"""
