"""The parts of the window. They may know controllers.

* ``sound_strip``      what is wrong with the sound, and what mends it
* ``sound_texts``      that in words (pure)
* ``talk_bar``         microphone button, waveforms, message field
* ``data_chips``       the tables of the conversation
* ``data_texts``       what becomes of them, in words (pure)
* ``mode_button``      the menu of ways to talk
* ``talk_texts``       a talk's status in words and looks (pure)
* ``top_bar``          the choices, the badge, save and settings
* ``player_bar``       play, pause, seek and speed of a recording
* ``key_card``         how to get a key, and where to paste it
* ``sign_in_card``     an organisation's token server
* ``device_code_box``  a code for the organisation's own page
* ``outcome_card``     what both tell of what became of it
* ``message_bar``      the one error sentence and the button that helps
* ``outage_strip``     what is said while the connection is away
* ``outage_texts``     that in words (pure)
* ``alarm_strip``      a timer or reminder that rings
* ``permission_strip``  whether a tool may run
* ``tool_texts``       tools in words (pure)
* ``status_popover``   the connection's story and what the talk takes
* ``connection_texts``  that in words (pure)
* ``history``          former conversations beside the transcript
* ``transcript``       the transcript's view and its parts
* ``transcript_pane``  what was said
* ``waveform_feed``    from the stream of one side to its bars
* ``waveforms``        both sides' sound beside the microphone button
* ``welcome_page``     what practice is, and how to get a key
"""
