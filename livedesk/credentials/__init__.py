"""Which key opens the Live connection.

May import: ``core``.

* ``environment``    the key and the addresses that the environment names
* ``keyring_store``  a key in the system's keyring
* ``chain``          the order in which a key is looked for, and where a new one is kept
"""
