"""Who may what: rules, questions, and what no tool can do about them."""

import asyncio

import pytest

from livedesk.core.errors import ToolDeniedError
from livedesk.core.tool_types import Risk, ToolCall, ToolSpec
from livedesk.tools.permission import PermissionGate, PermissionRequest
from livedesk.tools.policy import Answer, Policy, decide, usual_policy
from livedesk.tools.tool import Tool


async def _nothing(_arguments):
    return {}


READER = Tool(ToolSpec("read", ""), _nothing, Risk.READS)
CALL = ToolCall("c1", "read")


class Person:
    """Answers in order; with no answer left, says nothing."""

    def __init__(self, *answers: Answer) -> None:
        self.asked: list[PermissionRequest] = []
        self.rules: dict[str, Policy] = {}
        self.n_open = self.most_open = 0
        self._answers = list(answers)

    async def ask(self, request: PermissionRequest) -> Answer:
        self.asked.append(request)
        self.n_open += 1
        self.most_open = max(self.n_open, self.most_open)
        try:
            await asyncio.sleep(0)
            if not self._answers:
                await asyncio.Event().wait()
            return self._answers.pop(0)
        finally:
            self.n_open -= 1

    def chosen(self, key: str) -> Policy | None:
        return self.rules.get(key)

    def allow_always(self, key: str) -> None:
        self.rules[key] = Policy.ALLOW


@pytest.mark.parametrize("risk", list(Risk))
def test_only_what_touches_nothing_runs_unasked(risk: Risk) -> None:
    assert (usual_policy(risk) is Policy.ALLOW) == (risk is Risk.NOTHING)


def test_a_rule_stands_above_what_was_granted_and_what_is_usual() -> None:
    assert decide("k", Policy.ALLOW, Policy.DENY, {"k"}) is Policy.DENY
    assert decide("k", Policy.ALLOW, Policy.ASK, ()) is Policy.ASK
    assert decide("k", Policy.ALLOW, Policy.ASK, {"k"}) is Policy.ALLOW
    assert decide("k", Policy.ASK, None, {"other"}) is Policy.ASK


async def test_once_is_once() -> None:
    person = Person(Answer.ALLOW_ONCE, Answer.DENY)
    gate = PermissionGate(person, person)
    await gate.admit(READER, CALL)
    with pytest.raises(ToolDeniedError, match="did not allow the tool read"):
        await gate.admit(READER, CALL)
    assert len(person.asked) == 2


async def test_a_conversation_ends() -> None:
    person = Person(Answer.ALLOW_CONVERSATION, Answer.DENY)
    gate = PermissionGate(person, person)
    await gate.admit(READER, CALL)
    await gate.admit(READER, CALL)
    assert len(person.asked) == 1
    gate.forget_conversation()
    with pytest.raises(ToolDeniedError):
        await gate.admit(READER, CALL)


async def test_always_is_a_rule_for_this_server_alone() -> None:
    person = Person(Answer.ALLOW_ALWAYS, Answer.DENY)
    gate = PermissionGate(person, person)
    await gate.admit(READER, CALL)
    assert person.rules == {"/read": Policy.ALLOW}
    with pytest.raises(ToolDeniedError):
        await gate.admit(Tool(READER.spec, _nothing, Risk.READS, server="far"), CALL)


async def test_silence_is_no() -> None:
    person = Person()
    gate = PermissionGate(person, person, limit_s=0.01)
    with pytest.raises(ToolDeniedError, match=r"within 0\.01 seconds"):
        await gate.admit(READER, CALL)
    assert person.n_open == 0


async def test_one_question_at_a_time_and_an_answer_may_settle_the_next() -> None:
    person = Person(Answer.ALLOW_CONVERSATION)
    gate = PermissionGate(person, person)
    await asyncio.gather(*(gate.admit(READER, CALL) for _ in range(5)))
    assert (len(person.asked), person.most_open) == (1, 1)
