"""A Live server that needs no key: the practice server.

May import: core; cryptography in ``tls``, pocketsphinx in ``recogniser``, the server side of
websockets in ``server``.
"""
