"""The command line of ``livedesk transcripts``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from livedesk.cli.transcripts import remove, show, take_along
from livedesk.cli.transcripts.choosing import add_choice, add_filters, count, days
from livedesk.transcript.store.transcript_store import default_path

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: Subparsers) -> None:
    """Declare ``livedesk transcripts``."""
    parser = commands.add_parser("transcripts", help="the kept conversations")
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_list(inner)
    _add_search(inner)
    _add_export(inner)
    _add_delete(inner)
    for name, run, words in (
        ("backup", take_along.back_up, "everything in one file"),
        ("restore", take_along.restore, "bring back what a backup holds; nothing is replaced"),
    ):
        command = inner.add_parser(name, help=words)
        command.add_argument("file", metavar="FILE")
        command.set_defaults(run=run)
    command = inner.add_parser("import", help="add conversations from LiveDesk's JSON files")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.set_defaults(run=take_along.bring_in)
    command = inner.add_parser("where", help="say where the conversations lie")
    command.set_defaults(run=_where)


def _add_list(inner: Subparsers) -> None:
    command = inner.add_parser("list", help="one line for each, the newest first")
    add_filters(command)
    command.add_argument("--limit", type=count, default=-1, metavar="N", help="at most so many")
    command.set_defaults(run=show.list_all)


def _add_search(inner: Subparsers) -> None:
    command = inner.add_parser(
        "search",
        help="find what was said",
        description='Finds every word, in any order; "words in quotes" stand together, and a * '
        "at the end stands for the rest of the word.",
    )
    command.add_argument("words", nargs="+", metavar="WORD")
    add_filters(command)
    command.add_argument("--limit", type=count, default=20, metavar="N", help="at most so many; 20")
    command.set_defaults(run=show.search_all)


def _add_export(inner: Subparsers) -> None:
    command = inner.add_parser("export", help="write conversations to files")
    add_choice(command)
    command.add_argument(
        "--format",
        choices=[suffix.removeprefix(".") for suffix in take_along.SUFFIXES],
        help="the kind of file; md, or what the name given with --to says",
    )
    command.add_argument("--to", default=".", metavar="PLACE", help="a folder, or a file for one")
    command.add_argument(
        "--with-sound", action="store_true", help="the recordings too, where there are any"
    )
    command.set_defaults(run=take_along.export)


def _add_delete(inner: Subparsers) -> None:
    command = inner.add_parser("delete", help="delete conversations for good")
    add_choice(command)
    command.add_argument(
        "--older-than", type=days, metavar="DAYS", help="those, but no pinned ones"
    )
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.set_defaults(run=remove.delete)


def _where(options: argparse.Namespace) -> int:
    print(default_path().parent)
    return 0
