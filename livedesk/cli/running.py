"""Runs what the command line chose, with failures as sentences."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from livedesk.core import log
from livedesk.core.errors import LiveDeskError


def run_options(options: argparse.Namespace) -> int:
    """Call ``options.run``; returns the exit status."""
    log.configure(logging.DEBUG if options.verbose else logging.WARNING)
    try:
        status: int = options.run(options)
    except LiveDeskError as error:
        print(f"livedesk: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output, such as ``head``, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
