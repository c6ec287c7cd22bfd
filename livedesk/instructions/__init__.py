"""System instructions: the built-in ones and the person's own.

May import: ``core``.

* ``instruction``  one instruction, and its text form
* ``library``      all of them, and changing one's own
"""
