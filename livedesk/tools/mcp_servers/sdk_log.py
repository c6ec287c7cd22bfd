"""What the SDK logs: that it did, never what."""

from __future__ import annotations

import logging

from livedesk.core.log import get_logger

_log = get_logger("mcp")
_LOGGERS = ("mcp", "client")  # the second is the name that its sessions log under
_MOST_NOTED = 100


class _SdkLog(logging.Handler):
    """Notes that the SDK logged something; its words hold arguments, results and garbage.

    It has something to say of every line of rubbish that a server writes: some are enough.
    """

    _n_noted = 0

    def emit(self, record: logging.LogRecord) -> None:
        self._n_noted += 1
        if self._n_noted >= _MOST_NOTED:
            _log.info("the SDK says too much; no more of it is noted")
            _set_level(logging.CRITICAL + 1)
            return
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no error"
        _log.info("the SDK says something in %s (%s)", record.funcName, kind)


def keep_quiet() -> None:
    """Keep the words of the SDK out of every log."""
    handler = _SdkLog(logging.WARNING)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.handlers = [handler]
    _set_level(logging.WARNING)


def _set_level(level: int) -> None:
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(level)
