"""``python -m livedesk``: the same as the ``livedesk`` command."""

import sys

from livedesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
