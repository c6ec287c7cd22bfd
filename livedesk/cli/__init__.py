"""The ``livedesk`` command.

May import: everything; Qt only where the window is opened.

* ``main``          reads the command line
* ``running``       runs what was chosen, with failures as sentences
* ``gui``           the window
* ``chat``          a typed conversation in the terminal
* ``chat_printer``  both sides of it as lines
* ``outage_lines``  a connection that is away, as lines
* ``ask``           one spoken question from a file
* ``headless``      a conversation without window, for ``chat`` and ``ask``
* ``transcripts``   the kept conversations: list, search, export, delete
* ``keeping``       keeps the terminal's conversations
* ``loopback``      the practice server by itself
* ``token_server``  short-lived tokens for an organisation's assistant
* ``doctor``        what was found, and what to do about the rest
"""
