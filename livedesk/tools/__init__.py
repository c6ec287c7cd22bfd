"""Things the assistant may do.

May import: ``core``.

* ``registry``  name → declaration and function
* ``runner``    runs calls as tasks: one result per call, a time limit, cancelling by id
* ``builtin``   the tools that come with LiveDesk
"""
