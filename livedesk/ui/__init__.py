"""What the person sees and touches. The only package with widgets.

May import: ``app`` and the value types of ``core``, ``transcript`` and ``instructions``;
PySide6 and pyqtgraph.

* ``application``     the Qt application, its event loop, start and end
* ``main_window``     places the panels
* ``front_door``      a second LiveDesk shows the first one's window
* ``wiring``          the one list of connections between controllers and widgets
* ``tray``            the icon beside the clock
* ``talk_key_filter`` the key to talk, in the window
* ``actions``         the table of actions with their keys
* ``panels``          the parts of the window; they may know controllers
* ``widgets``         controls that know nothing of LiveDesk
* ``dialogs``         what opens over the window
* ``settings_pages``  one page of the settings each
* ``theme``           colours by role, stylesheet, icons
"""
