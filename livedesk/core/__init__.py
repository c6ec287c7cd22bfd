"""The vocabulary that every other package shares.

May import: the standard library, numpy, and platformdirs (in ``paths``). Nothing of LiveDesk but
itself.

* ``analysis``       tables of the person, and what was found out about them
* ``audio_format``   sample rates, frames and their arithmetic
* ``audio_processing``  what is done to the microphone's sound
* ``backoff``        how long to wait between attempts
* ``capabilities``   what a model can and cannot do
* ``connection_story``  what can be told about a session's connection
* ``clock``          time as a value that tests can hold still
* ``credential``     a secret that does not print itself
* ``end_signals``    Ctrl+C, SIGTERM and a closed terminal as one wish to end
* ``erasing``        taking a file away so that what it held is gone
* ``errors``         everything that can go wrong, with a sentence for the person
* ``events``         what a Live connection can report
* ``exhibits``       what a tool shows the person
* ``inputs``         what can be sent to it
* ``listeners``      the one way Qt-free objects report
* ``log``            loggers by subject, with secrets removed
* ``own_loop``       a coroutine on a loop of its own
* ``paths``          where files lie
* ``prices``         what tokens cost, about
* ``reports``        what a Live session tells about itself
* ``session_policy``  how patient a session is
* ``setup``          the fixed parameters of a connection, and their difference
* ``speakers``       who speaks, and what the assistant is doing
* ``tasks``          background tasks that have a name and an owner
* ``tokens``         tokens by modality
* ``tool_types``     tools, calls and results
* ``turn_taking``    how the person takes the turn, and how turns are found
* ``work_pool``      threads that cannot hold up the end of the program
"""
