"""How an open connection is left for the next one, as planned. Pure."""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.inputs import ClientInput, ToolResultInput
from livedesk.core.reports import AnswerBroken, SessionState
from livedesk.core.setup import SetupChange
from livedesk.session.attempts import MAX_SHORT_LIVES, YOUNG_S, leave, move, open_connection
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.machine_types import Action, CloseConnection, Moment, Status, Step, Tell
from livedesk.session.pauses import TurnWatch
from livedesk.session.silence import SilenceWatch

# How long a connection that is due to be left is kept for the answer to a tool's result.
RESULT_GRACE_S = 3.0


def due_by_s(status: Status) -> float | None:
    """When this connection must be left at the latest.

    Not while a tool runs: no other connection knows its call (voiceclaw PR 53, 2026).
    """
    return None if status.watch.pending_calls else status.leave_by_s


def await_answer(
    status: Status, item: ClientInput, watch: TurnWatch, silence: SilenceWatch, moment: Moment
) -> Status:
    """A result is answered on the connection that asked for it, even where that is due to end."""
    leave_by_s = status.leave_by_s
    if leave_by_s is not None and isinstance(item, ToolResultInput):
        leave_by_s = max(leave_by_s, moment.now_s + RESULT_GRACE_S)
    return replace(status, watch=watch, silence=silence, leave_by_s=leave_by_s)


def leave_for_next(status: Status, change: SetupChange, moment: Moment) -> Step:
    """Leave, and open the next; ``change`` is what another setup asks for."""
    told: tuple[Action, ...] = ()
    is_young = moment.now_s - status.opened_at_s < YOUNG_S
    is_sent_away = is_young and change is SetupChange.NONE
    if is_sent_away and status.short_lives >= MAX_SHORT_LIVES:
        # A server that sends everybody away at once must not be asked without a wait.
        return leave(status, error_for(Failure.SERVER_LEFT), moment)
    if status.watch.is_answer_due_more:
        told = (Tell(AnswerBroken()),)
    short_lives = status.short_lives + is_sent_away if is_young else 0
    left, moved = move(
        replace(status, leave_by_s=None, is_planned=True, short_lives=short_lives),
        SessionState.RECONNECTING,
        CloseConnection(),
        planned=True,
    )
    opening, opens = open_connection(left, moment)
    return opening, (*told, *moved, *opens)
