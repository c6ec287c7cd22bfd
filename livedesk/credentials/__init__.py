"""Which key opens the Live connection.

May import: ``core``.

* ``environment``  the key and the addresses that the environment names
"""
