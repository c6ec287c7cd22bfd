"""``livedesk token-server``: an organisation hands out its assistant without handing out its key.

A person signs in here and gets a short-lived token, locked to the organisation's assistant; the
desktop, or a page in a browser, opens its Live connection with that. Nothing of a conversation
comes this way.

May import: ``core``, and the packages of the extra ``tokens``.

* ``policy``        what is handed out, to whom, how often (a TOML file)
* ``who``           who asks: bearers and JSON Web Tokens
* ``issuer_keys``   the keys by which their issuer signs
* ``limits``        how often one may (pure)
* ``counts``        where that is counted, in memory
* ``redis_counts``  the same for several servers
* ``minting``       makes the tokens
* ``audit``         who got what, a line each, without secrets
* ``figures``       for Prometheus
* ``service``       the ASGI application
* ``serving``       runs it, with TLS or behind a proxy
"""
