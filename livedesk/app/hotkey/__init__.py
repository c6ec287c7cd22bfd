"""One key that works while another program's window is in front.

May import: what ``app`` may, Xlib, jeepney and pynput.

* ``way``         the seam, and what a key is called
* ``chooser``     which way this desktop allows
* ``x11_grab``    X11: the key alone is asked for, no other is ever seen
* ``portal``      Wayland: the desktop is asked for a shortcut
* ``portal_session``  the messages for that, on the session bus
* ``listener``    Windows and macOS: through pynput, which sees all keys; all others are ignored
* ``controller``  follows the settings
"""
