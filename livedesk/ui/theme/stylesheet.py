"""A theme as a stylesheet: the template ``resources/themes/window.qss`` with its names filled in.

``@role`` stands for a colour, ``@caption_px`` … for a size of type, ``@tick`` for the picture in a
box that is checked.
"""

from __future__ import annotations

import re
from dataclasses import asdict

from livedesk.core.paths import resource_path
from livedesk.ui.theme.theme import Theme
from livedesk.ui.theme.type_scale import TypeScale

_NAME = re.compile(r"@([a-z_]+)")


def stylesheet(theme: Theme, scale: TypeScale) -> str:
    """The stylesheet of the whole program.

    Raises:
        KeyError: the template names a role or size that there is not.
    """
    values = {role: colour.name() for role, colour in theme.colours.items()}
    values.update({name: f"{size_px}px" for name, size_px in asdict(scale).items()})
    tick = resource_path("themes", f"tick-{'dark' if theme.is_dark else 'light'}.svg")
    values["tick"] = tick.as_posix()
    template = resource_path("themes", "window.qss").read_text(encoding="utf-8")
    return _NAME.sub(lambda match: values[match.group(1)], template)
