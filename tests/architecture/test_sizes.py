"""Files and functions stay small enough to be read whole."""

from __future__ import annotations

import ast

from helpers.source_tree import sources

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 5
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "data", "misc", "common"}


def _functions():
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{source.name}:{node.lineno} {node.name}", node


def test_no_file_is_too_long():
    long = [f"{s.name}: {s.n_lines} lines" for s in sources() if s.n_lines > MAX_FILE_LINES]
    assert not long


def test_no_function_is_too_long():
    long = []
    for where, node in _functions():
        n_lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if n_lines > MAX_FUNCTION_LINES:
            long.append(f"{where}: {n_lines} lines")
    assert not long


def test_no_function_takes_too_many_parameters():
    # Keywords that have a default read like options, not like parameters to remember.
    crowded = []
    for where, node in _functions():
        names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        required = [
            a.arg
            for a, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default is None
        ]
        taken = [name for name in names if name not in ("self", "cls")] + required
        is_qt = node.name[0].islower() and not node.name.islower()
        if len(taken) > MAX_PARAMETERS and not is_qt:
            crowded.append(f"{where}({', '.join(taken)})")
    assert not crowded


def test_no_module_has_a_name_that_says_nothing():
    vague = [s.name for s in sources() if VAGUE_NAMES & set(s.name.removesuffix(".py").split("/"))]
    assert not vague
