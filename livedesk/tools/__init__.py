"""Things the assistant may do.

May import: ``core``, pydantic in ``from_function``, the MCP SDK in ``mcp_servers``; pandas and
matplotlib in ``analyst``'s sandbox.

* ``tool``           a tool: declaration, function, risk, who offers it
* ``from_function``  makes one of a Python function
* ``output``         makes of what it gave back what may go to the model
* ``registry``       name → tool, in groups that may come and go
* ``own_folder``     the person's own tools, trusted by their content
* ``policy``         whether a tool may run; pure
* ``permission``     asks the person where it is to be asked
* ``spoken_answer``  whether somebody said yes or no to a question (pure)
* ``alarms``         which timers and reminders there are, and which are due (pure)
* ``runner``         runs calls as tasks: one result per call, a time limit, cancelling by id
* ``analyst``        questions about tables that the person attached
* ``mcp_servers``    tools of servers that speak the Model Context Protocol
* ``builtin``        the tools that come with LiveDesk
"""
