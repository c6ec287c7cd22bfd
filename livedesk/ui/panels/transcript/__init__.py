"""The view of the transcript: a script of any length, of which only what is seen is laid out.

* ``view``         reading, marking and copying by mouse and keys
* ``area``         scrolling, following the end, painting
* ``page``         rows to heights and layouts
* ``estimate``     how high rows will be about
* ``heights``      how high each row is, and where it begins
* ``scroll``       where the screen stands on the page
* ``places``       where rows stand in the viewport
* ``play_clicks``  a click on what was said plays it
* ``playing_mark`` marks what is heard of a recording
* ``geometry``     gutter and column for a width
* ``style``        fonts, metrics and colours
* ``words``        what is written for an entry
* ``layout``       one entry as lines
* ``looks``        what of an entry's look depends on its place and state
* ``figures``      where the pictures of a card stand
* ``plots``        decodes them beside the window
* ``paint``        one entry on the screen
* ``reader``       the person reading: presses, drags and keys to a selection
* ``selection``    what is marked
* ``caret``        where keys move the caret
* ``links``        the pages under an answer
* ``clicks``       single, double and triple clicks
* ``jump_button``  back to the end
* ``continue_button``  on the card of an answer that broke off
* ``card_buttons``  on the cards of tools
* ``empty_note``   what is said while there is nothing
"""
