"""``livedesk transcripts``: the kept conversations in the terminal.

* ``commands``   the command line
* ``choosing``   which conversations are meant
* ``show``       list and search
* ``take_along`` export, import, backup, restore
* ``remove``     delete
"""

from livedesk.cli.transcripts.commands import add_parser

__all__ = ["add_parser"]
