"""Pictures of the real window in a real conversation: ``packaging/screenshots [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from helpers.isolation import clean_environment
from helpers.source_tree import ROOT
from screenshots.scenes import MisheardError
from screenshots.server_scenes import ServerStudio

THEMES = ("light", "dark")
_N_ATTEMPTS = 3


def main() -> int:
    """Take the pictures; without a folder those of the README only."""
    parser = argparse.ArgumentParser(prog="packaging/screenshots")
    parser.add_argument("folder", type=Path, nargs="?", help="take all scenes into this folder")
    folder = parser.parse_args().folder
    clean_environment()
    with tempfile.TemporaryDirectory(prefix="livedesk-pictures-") as work:
        if folder is None:
            shown = ROOT / "resources" / "screenshots"
            shown.mkdir(exist_ok=True)
            for theme in THEMES:
                _take(Path(work), shown, theme, scale=1)
        else:
            for theme in THEMES:
                for scale in (1, 2):
                    _take(Path(work), folder, theme, scale, everything=True)
    return 0


def _take(work: Path, folder: Path, theme: str, scale: int, *, everything: bool = False) -> None:
    for _ in range(_N_ATTEMPTS):
        try:
            with ServerStudio(work, folder, theme, scale) as studio:
                if everything:
                    studio.all_scenes()
                else:
                    studio.conversation(f"livedesk-{theme}")
        except MisheardError as error:
            sys.stderr.write(f"{error}; once more\n")
        else:
            return
    raise SystemExit("The questions were not understood.")


if __name__ == "__main__":
    sys.exit(main())
