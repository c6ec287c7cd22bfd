"""One page of the settings each; ``ui.dialogs.settings_dialog`` lists them.

* ``audio_page``    microphone, speaker, and what is done to the sound
* ``device_options``  the devices as options of a chooser
* ``look_page``     light, dark, or as the system
* ``talking_page``  way to talk, patience, interrupting, keys
* ``account_page``  whose server it is, and the key
* ``connection_page``  how patient a talk is, and how much is remembered
* ``keeping_page``  which conversations are kept, and for how long
* ``moving_card``   backup, restoring and import, on that page
* ``moving_texts``  words for what came of them
* ``saving_page``   where transcripts are saved
* ``tools_page``    what the assistant may do
* ``own_tools_card``  the person's own tools
* ``servers_page``  MCP servers: added, switched on, removed
* ``server_card``   one of them, with its tools
* ``page``          what all pages share
"""
