"""Calls that were seen to break the program, or that go round one of its rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from helpers.source_tree import Source, called_name, calls, sources

Rule = Callable[[Source], Iterator[tuple[int, str]]]

NEVER = {
    "exec": "a nested loop stops every asyncio task: open() and a future",
    "exec_": "a nested loop stops every asyncio task: open() and a future",
    "processEvents": "re-enters tasks: let the loop run",
    "asyncSlot": "a plain slot that spawns a named task",
    "asyncClose": "spins processEvents",
    "ensure_future": "core.tasks.TaskSet.spawn",
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")
SHOWN = {
    "setAccessibleDescription",
    "setAccessibleName",
    "setPlaceholderText",
    "setStatusTip",
    "setText",
    "setToolTip",
    "setWindowTitle",
    "QLabel",
    "QPushButton",
    "QAction",
}


def banned_names(source: Source) -> Iterator[tuple[int, str]]:
    for call in calls(source):
        name = called_name(call)
        if name in NEVER and not _is_own_exec(source, call):
            yield call.lineno, f"{name}: {NEVER[name]}"
        if name == "create_task" and source.name != "livedesk/core/tasks.py":
            yield call.lineno, "create_task: core.tasks.TaskSet.spawn"


def _is_own_exec(source: Source, call: ast.Call) -> bool:
    """Python's own, in the sandbox: no Qt is there."""
    is_plain = isinstance(call.func, ast.Name) and call.func.id == "exec"
    return is_plain and source.name == "livedesk/tools/analyst/inside/running.py"


def thread_subclasses(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any("QThread" in ast.unparse(b) for b in node.bases):
            yield node.lineno, f"{node.name} is a QThread"


def lambdas_in_connect(source: Source) -> Iterator[tuple[int, str]]:
    for call in calls(source):
        if called_name(call) != "connect":
            continue
        for argument in call.args:
            is_partial = isinstance(argument, ast.Call) and called_name(argument) == "partial"
            if isinstance(argument, ast.Lambda) or is_partial:
                yield call.lineno, "a lambda or partial in connect() keeps its widget alive"


def _is_colour_of_constants(call: ast.Call) -> bool:
    is_constant = bool(call.args) and all(isinstance(a, ast.Constant) for a in call.args)
    return called_name(call) == "QColor" and is_constant


def colour_literals(source: Source) -> Iterator[tuple[int, str]]:
    if not source.is_in("livedesk/ui/") or source.is_in("livedesk/ui/theme/"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if COLOUR.search(node.value):
                yield node.lineno, f"colour literal {node.value[:30]!r}: use a theme role"
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("Qt.GlobalColor."):
            if node.attr != "transparent":
                yield node.lineno, f"{ast.unparse(node)}: use a theme role"
        elif isinstance(node, ast.Call) and _is_colour_of_constants(node):
            yield node.lineno, "QColor literal: use a theme role"


def untranslated_texts(source: Source) -> Iterator[tuple[int, str]]:
    if not source.is_in("livedesk/ui/"):
        return
    for call in calls(source):
        if called_name(call) not in SHOWN:
            continue
        for argument in call.args:
            if not isinstance(argument, ast.Constant | ast.JoinedStr):
                continue
            text = argument.value if isinstance(argument, ast.Constant) else "f-string"
            if isinstance(text, str) and re.search(r"[A-Za-z]{2}", text):
                yield call.lineno, f"{called_name(call)}({text!r}): visible text goes through tr()"


RULES: tuple[Rule, ...] = (
    banned_names,
    thread_subclasses,
    lambdas_in_connect,
    colour_literals,
    untranslated_texts,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_sources_keep_the_rule(rule: Rule):
    broken = [f"{s.name}:{line} {why}" for s in sources() for line, why in rule(s)]
    assert not broken


BREAKING = """
import asyncio
from functools import partial
class Worker(QThread): pass
def f(self):
    dialog.exec()
    asyncio.create_task(x())
    button.clicked.connect(lambda: self.go())
    button.clicked.connect(partial(self.go, 1))
    label.setText("Hello")
    label.setToolTip(f"Hello {name}")
    QColor("#ff0000"); QColor(1, 2, 3); pen = Qt.GlobalColor.red
"""


@pytest.mark.parametrize(
    ("rule", "n_broken"),
    [
        (banned_names, 2),
        (thread_subclasses, 1),
        (lambdas_in_connect, 2),
        (colour_literals, 4),
        (untranslated_texts, 2),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_rule_can_fail(rule: Rule, n_broken: int):
    source = Source("livedesk/ui/example.py", BREAKING, ast.parse(BREAKING))
    assert len(list(rule(source))) == n_broken
