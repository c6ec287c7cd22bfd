"""Controls that know nothing of LiveDesk.

May import: ``ui.theme``; PySide6 and pyqtgraph.

* ``announcer``       tells assistive technology what changed
* ``chooser``         a button that shows the choice and opens a searchable list
* ``chooser_options`` the list's rows, and how they are filtered
* ``chooser_popup``   the list itself
* ``file_target``     where files may be dropped
* ``icon_button``     a button that is only an icon
* ``level_meter``     a bar that shows how loud a sound is
* ``message_field``   a text field that grows with what is typed
* ``mic_button``      the large round button and its looks
* ``mic_paint``       how each look is drawn
* ``motion``          whether the system wants things to move
* ``named_slider``    a slider between its name and its value
* ``notice_strip``    one sentence with buttons, in place of a message box
* ``overlay``         a layer over the whole window that a click beside it closes
* ``page_stack``      pages that ask for no room
* ``pill``            a short word in a rounded frame
* ``recording_sign``  tells that sound goes to a file
* ``share_bar``       how much of something is used up
* ``sliding_strip``   a strip that slides open and shut
* ``status_pill``     a dot and a word that tell a state
* ``toast``           a quiet sentence for some seconds
* ``playhead``        a stream that comes in lumps seems to move evenly (pure)
* ``veil``            what lets bars fade outwards
* ``waveform_lane``   one side's sound, as bars
* ``waveform_strip``  the bars as a picture of which only the newest is ever drawn
"""
