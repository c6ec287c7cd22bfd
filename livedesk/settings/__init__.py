"""What the person chose, kept between runs.

May import: ``core`` and pydantic.

* ``schema``  the settings, their types, defaults and bounds
* ``store``   reading and writing them, safely
"""
