"""Which key opens the Live connection.

May import: ``core``, ``keyring`` and ``httpx2`` in one place each.

* ``environment``     the key and the addresses that the environment names
* ``keyring_store``   a key in the system's keyring
* ``token_server``    asks an organisation's server for short-lived tokens
* ``sign_in``         which server that is, and what one signs in by
* ``device_sign_in``  signing in by a code, on the organisation's own page
* ``renewal``         what came of that, renewed while it may be
* ``asking``          one small question over HTTPS
* ``chain``           the order in which a key is looked for, and where a new one is kept
"""
