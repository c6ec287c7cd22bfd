"""One talk from start to end: where session, sound, tools and transcript meet.

May import: ``core`` and the packages below it in the picture (``session``, ``audio``,
``transcript``, ``tools``). No Qt; runs on whichever asyncio loop it is started on.

* ``conversation``  start, mute, silence, type, end; owns one Live session
* ``audio_path``    microphone to session, session to speaker, barge-in
* ``tool_path``     tool calls to results
* ``turn_gate``     which audio belongs to a turn that was cut (pure)
* ``activity``      listening, thinking or speaking (pure)
* ``setup_notice``  what a new setup means, in one sentence (pure)
* ``events``        what the outside is told
"""
