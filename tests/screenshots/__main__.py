"""Pictures of the real window in a real conversation: ``packaging/screenshots [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from helpers.isolation import clean_environment
from helpers.source_tree import ROOT
from screenshots.scenes import Studio

THEMES = ("light", "dark")


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
                with Studio(Path(work), shown, theme, scale=1) as studio:
                    studio.conversation(f"livedesk-{theme}")
            return 0
        for theme in THEMES:
            for scale in (1, 2):
                with Studio(Path(work), folder, theme, scale) as studio:
                    studio.all_scenes()
    return 0


if __name__ == "__main__":
    sys.exit(main())
