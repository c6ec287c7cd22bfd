"""Qt objects without widgets: the facts that the window shows and the wishes it may have.

May import: everything but ``ui`` and ``cli``; of Qt only QtCore and QtGui.

* ``context``                  builds every object once, closes them in reverse
* ``conversation_controller``  start, end, mute, silence, type; the talk's status
* ``talk_phase``               the one status that the microphone button shows (pure)
* ``talk_mode_controller``     how one talks, and the key that goes with it
* ``hotkey``                   a key that works in every window
* ``choices_controller``       model, voice, language, instruction
* ``session_setup``            from choices to a session's setup (pure)
* ``tools_controller``         what the assistant may do, and asking the person
* ``tool_surroundings``        what the built-in tools need of the program
* ``own_tools_controller``     the person's own tools: trusted, loaded
* ``servers_controller``       MCP servers: added, switched, run, their tools offered
* ``server_views``             a server as the settings show and keep it (pure)
* ``server_secrets``           their secrets, in the keyring
* ``alarm_desk``               rings timers and reminders
* ``instructions_controller``  the list of system instructions, and changing it
* ``settings_controller``      what is kept between runs
* ``data_desk``                the tables that the person attached
* ``talk_desk``                the conversation that is held, and taking another one up
* ``history_controller``       kept conversations: listed, found, read, taken up again, deleted
* ``history_model``            their list, which grows as one scrolls
* ``history_list``             what of them is listed, page by page
* ``export_controller``        conversations as files or on paper
* ``moving_controller``        backup, restoring and import, without waiting
* ``paper``                    a transcript laid out for PDF and printers
* ``paper_at_terminal``        PDF without any display
* ``png_file``                 pictures that others made
* ``qt_pool``                  what needs Qt but no widget, beside the window
* ``past_talks``               reads them, never on the main thread
* ``transcript_model``         the transcript as a list for views
* ``transcript_controller``    saving it
* ``recording_controller``     one switch, and a file for each talk that is kept
* ``playback_controller``      listening to what was recorded
* ``keeping_controller``       keeping every conversation by itself, or not
* ``account``                  whose server it is: practice or Gemini
* ``account_connector``        leads there, also after a new key
* ``account_controller``       the key: checked, kept, removed
* ``token_connector``          leads to Gemini by an organisation's short-lived tokens
* ``practice_connector``       leads to the practice server
* ``audio_controller``         devices, loudness, what is done to the microphone
* ``sound_choice``             what follows from these choices (pure)
* ``sound_test``               trying microphone and speaker out
* ``device_watcher``           tells when devices come and go
* ``connection_controller``    when the connection is away, and what a talk takes
* ``connection_report``        that as values, and as text to copy (pure)
* ``outage``                   when the connection's absence is told (pure)
* ``usage_counter``            what this talk and this day have used
* ``talk_usage``               notes in each conversation what it took
* ``reachability``             tells when the computer woke up or its network changed
* ``clock_jump``               whether it slept (pure)
* ``word_follow``              which words of the answer have been heard so far
* ``sound_watch``              says when the sound is not what it should be
* ``sound_meter``              levels and waveform, for views to pull
* ``gc_guard``                 garbage is collected on the main thread only
"""
