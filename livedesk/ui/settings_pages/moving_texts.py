"""Words for what came of a backup, of restoring and of an import."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from livedesk.app.moving_controller import Outcome, Work

_MOST_REASONS = 3


def outcome_words(outcome: Outcome) -> str:
    """A sentence or two."""
    match outcome.work:
        case Work.BACKUP:
            return _tr("Everything is in {path}.").format(path=outcome.path)
        case Work.RESTORE:
            return _restored(outcome.n_added)
        case Work.IMPORT:
            return _imported(outcome)


def _restored(n_added: int) -> str:
    if not n_added:
        return _tr("Everything in the backup is here already.")
    if n_added == 1:
        return _tr("One conversation was brought back.")
    return _tr("{n} conversations were brought back.").format(n=QLocale().toString(n_added))


def _imported(outcome: Outcome) -> str:
    words = []
    if outcome.n_added == 1:
        words.append(_tr("One conversation was added."))
    elif outcome.n_added:
        n = QLocale().toString(outcome.n_added)
        words.append(_tr("{n} conversations were added.").format(n=n))
    if outcome.n_known == 1:
        words.append(_tr("One is here already and stays as it is."))
    elif outcome.n_known:
        n = QLocale().toString(outcome.n_known)
        words.append(_tr("{n} are here already and stay as they are.").format(n=n))
    reasons = [str(error) for error in outcome.refused]
    if len(reasons) > _MOST_REASONS:
        n = QLocale().toString(len(reasons) - _MOST_REASONS)
        more = _tr("{n} more files could not be read.").format(n=n)
        reasons = [*reasons[:_MOST_REASONS], more]
    return "\n".join([" ".join(words), *reasons] if words else reasons)


def _tr(text: str) -> str:
    return QCoreApplication.translate("moving", text)
