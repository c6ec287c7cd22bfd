"""The Live session: one logical talk with the model that outlives its connections.

May import: ``core``. The vendor's SDK stays in ``session/gemini``.

* ``connection``     the seam: protocols ``Connector`` and ``Connection``
* ``live_session``   the one task that performs what the machine decides
* ``machine``        the pure state machine
* ``machine_types``  what goes into it, what it remembers, what comes out
* ``attempts``       its part that opens, loses and tries again
* ``leaving``        its part that leaves an open connection for the next
* ``pauses``         when nobody speaks and no answer is due
* ``silence``        when an open connection is silent for too long
* ``failure_table``  every failure, what is said and done about it
* ``failures``       retryable or fatal
* ``link``           one connection from its opening to its end
* ``outbox``         what waits to be sent
* ``pacing``         how fast sound that waited may go out
* ``quiet``          which silence need not wait
* ``sent_items``     one thing that was sent, and where a question ends
* ``carry_over``     what was sent in vain and waits for the next connection
* ``unanswered``     what was sent and may have to be sent again
* ``waiting_meter``  when to tell how much speech waits
* ``told_history``   what a fresh session is told
* ``turn_signals``   what of the person's turn is legal on a connection
* ``story``          what can be told about the connection
* ``metrics``        how long answers take, how many tokens a talk uses (pure)
* ``scripted``       a connector that replays steps, for tests and for tinkering
* ``gemini``         the connector that speaks to a Live server through google-genai
"""
