"""One key that works while another program's window is in front.

May import: what ``app`` may, Xlib and pynput.

* ``way``         the seam, and what a key is called
* ``chooser``     which way this desktop allows
* ``x11_grab``    X11: the key alone is asked for, no other is ever seen
* ``listener``    Windows and macOS: through pynput, which sees all keys; all others are ignored
* ``controller``  follows the settings
"""
