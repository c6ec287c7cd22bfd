"""The program with its window: Qt, asyncio on the same loop, and a clean end.

The only importer of qasync.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from dataclasses import dataclass
from types import TracebackType

import qasync
from PySide6.QtWidgets import QApplication

from livedesk import __version__
from livedesk.app.context import Context
from livedesk.app.gc_guard import GcGuard
from livedesk.core.end_signals import EndSignals
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.core.work_pool import WorkPool
from livedesk.ui.front_door import FrontDoor, knock
from livedesk.ui.main_window import MainWindow

_log = get_logger("app")


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """What the command line asks of the window.

    Attributes:
        talk: begin to talk as soon as the window is up.
    """

    talk: bool = False


def run(options: LaunchOptions) -> int:
    """Show the window and stay until the person closes it; returns the exit status."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("livedesk")
    application.setApplicationDisplayName("LiveDesk")
    application.setDesktopFileName("livedesk")
    application.setApplicationVersion(__version__)
    application.setQuitOnLastWindowClosed(False)
    if knock():
        sys.stdout.write("LiveDesk is open already; its window comes to the front.\n")
        return 0
    sys.excepthook = _log_unexpected
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_live(options))
    # Python ends by looking through all that is left for garbage, half a second with the SDKs.
    gc.freeze()
    return 0


async def _live(options: LaunchOptions) -> None:
    asyncio.get_running_loop().set_default_executor(WorkPool())
    guard = GcGuard()
    context = Context()
    closing = asyncio.Event()
    window = MainWindow(context)
    window.close_requested.connect(closing.set)
    door = FrontDoor(window)
    door.open()
    tasks = TaskSet()
    with EndSignals(closing.set):
        window.show()
        tasks.spawn(context.prepare(), name="prepare sound")
        if options.talk:
            context.conversation.start_talk()
        await closing.wait()
        door.close()
        window.hide()
        await tasks.aclose()
        await context.aclose()
    window.deleteLater()
    guard.close()


def _log_unexpected(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """A fault in a slot: the log gets it whole, the talk goes on."""
    _log.critical("unexpected %s", kind.__name__, exc_info=(kind, error, traceback))
