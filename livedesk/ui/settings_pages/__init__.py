"""One page of the settings each; ``ui.dialogs.settings_dialog`` lists them.

* ``look_page``     light, dark, or as the system
* ``account_page``  whose server it is, and the key
* ``keeping_page``  which conversations are kept, and for how long
* ``saving_page``   where transcripts are saved
* ``page``          what all pages share
"""
