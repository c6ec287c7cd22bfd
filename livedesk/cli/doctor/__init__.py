"""``livedesk doctor``: what was found on this machine, with one line of advice per problem.

* ``finding``  one thing that was looked at
* ``machine``  Python, Qt, sound, the practice server's voice, the sandbox of tables
* ``loop``     what comes back of a chirp, for ``--audio``
* ``server``   the key, the Live server, the practice server
* ``report``   runs the checks and prints what they find
"""

from livedesk.cli.doctor.report import add_parser, run

__all__ = ["add_parser", "run"]
