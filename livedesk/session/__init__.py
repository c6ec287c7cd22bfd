"""The Live session: one logical talk with the model that outlives its connections.

May import: ``core``. The vendor's SDK stays in ``session/gemini``.

* ``connection``    the seam: protocols ``Connector`` and ``Connection``
* ``machine``       the pure state machine
* ``live_session``  the one task that performs what the machine decides
* ``outbox``        what waits to be sent
* ``failures``      retryable or fatal
* ``scripted``      a connector that replays steps, for tests and for tinkering
* ``gemini``        the connector that speaks to a Live server through google-genai
"""
