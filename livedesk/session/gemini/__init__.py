"""The connector that speaks to a Live server through google-genai.

May import: ``core``, ``session.connection``, the SDK and its WebSocket library. The SDK is loaded
when a connection is first wanted, not when the program starts: it takes about a second.

* ``endpoint``     where a server is
* ``preflight``    asks why a line breaks again and again without a word
* ``connector``    opens connections; loads the SDK
* ``wire``         one open connection
* ``cloud``        the computer's own sign-in at Google Cloud
* ``encode``       our setup and inputs → the SDK's types (pure)
* ``decode``       the SDK's messages → our events (pure)
* ``suggestions``  Google's search suggestions as plain links (pure)
* ``close_codes``  close codes and HTTP status codes → our errors (pure)
* ``code_execution``  asks a text model that runs code about a table
* ``key_check``    asks the server whether it takes a key
* ``translate``    what the SDK and the sockets raise → our errors
* ``catalogue``    models, voices and languages; free of the SDK
"""
