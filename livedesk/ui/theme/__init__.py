"""Colours by role, and what is made of them.

* ``theme``       one theme: its colours by role, read from TOML
* ``contrast``    how well one colour reads on another
* ``palette``     a theme as Qt's palette
* ``stylesheet``  a theme as a stylesheet
* ``icons``       the project's icons in a theme's colours
* ``switch``      which theme is in force: the system's or a fixed one
* ``type_scale``  the sizes of type
"""
