"""What runs inside the sandbox: reads one table, runs one of a few requests, shows its code.

May import: itself and ``core.exhibits``; pandas, matplotlib, openpyxl in ``main`` and ``running``.
It runs in another process, which knows nothing of LiveDesk but this folder.

* ``limits``    what the process may not do any more; first of all
* ``landlock``  which files it may still see
* ``main``      a request from standard input, an answer to standard output
* ``reading``   which line of pandas reads a file (pure)
* ``columns``   which columns a question names (pure)
* ``requests``  a question → one of the documented requests (pure)
* ``templates`` a request → the code that fulfils it (pure)
* ``running``   runs that code
* ``findings``  its result as words and cells
"""
