"""What opens over the window. Always by ``open()``; a dialog deletes itself when it closes.

* ``opener``              opens them and connects them to their controllers
* ``calm_dialog``         what all of them share
* ``confirm_dialog``      asks once before something that cannot be undone
* ``instruction_editor``  the instructions: read, add, change, duplicate, delete
* ``instruction_form``    title and text of one
* ``settings_dialog``     the pages of ``ui.settings_pages``
* ``keys_dialog``         every key
* ``error_details``       more about an error, to be copied
* ``about_dialog``        version and licence
* ``link_dialog``         where a link leads, before it is opened
* ``pictures_dialog``     what a tool showed
* ``exporting``           export and print: their dialogs, and what came of it
* ``export_dialog``       which kind, where, under which name
"""
