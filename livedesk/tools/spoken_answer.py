"""Whether somebody said yes or no to a question. Pure."""

from __future__ import annotations

import re

from livedesk.tools.policy import Answer

_YES = re.compile(
    r"(?:(?:yes|yeah|yep|sure|ok|okay|all right)(?: please)?(?: (?:do|do it|go ahead|allow it))?"
    r"|(?:please )?(?:do it|go ahead|allow it|allow)(?: please)?)"
)
_NO = re.compile(
    r"(?:no|nope|don't|do not|never|deny|stop|cancel)(?: (?:no|thanks|thank you|please|don't|do not"
    r"|that|it|do it|do that|allow it|allow that|way|stop|never))*"
)


def spoken_answer(words: str) -> Answer | None:
    """What ``words``, all that was said in one go, answer; None where they are about else.

    Only the plainest words count as yes, and for this once; whoever wants more, clicks.
    """
    said = re.sub(r"[^\w' ]+", " ", words.lower().replace("’", "'"))
    said = " ".join(said.split())
    if _NO.fullmatch(said):
        return Answer.DENY
    return Answer.ALLOW_ONCE if _YES.fullmatch(said) else None
