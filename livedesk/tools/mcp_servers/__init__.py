"""Tools of servers that speak the Model Context Protocol, through the official SDK.

May import: ``core`` and ``tools``; the SDK in ``link``, its ``anyio`` there and in ``server``. Both
are loaded when the first server is started.

* ``config``        what a server is started with
* ``config_file``   the ``mcpServers`` JSON of other clients → configs (pure)
* ``report``        how a server is, as it is told to the window
* ``host``          the thread and loop that all servers live on
* ``server``        one server's owner task: starts it, again and again, and lists its tools
* ``link``          the SDK: one connection, by stdio or by streamable HTTP
* ``watched``       the messages of a program: their end, and a flood of rubbish
* ``sdk_log``       what the SDK logs, without its words
* ``error_lines``   the last lines that a server wrote to standard error, without secrets
* ``declared``      what a server lists → tools (pure)
* ``schema``        JSON schema → what the Live API takes (pure)
* ``results``       what a call gave back → what goes to the model and to the card (pure)
"""
