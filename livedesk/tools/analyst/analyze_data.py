"""The tool ``analyze_data``: answers questions about the tables that the person attached."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from livedesk.core.analysis import Analyser, DataFile
from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool, ToolOutput

_LIMIT_S = 90.0
_NOTHING = (
    "No data file is attached. Ask the person to drop a CSV, XLSX or JSON file on the window, or "
    "to choose Attach data in the menu."
)


def analyze_data(files: Callable[[], Sequence[DataFile]], analyser: Callable[[], Analyser]) -> Tool:
    """The tool.

    It runs unasked: it can read nothing but what the person attached, for just that purpose.

    Args:
        files: what is attached now, in the order of attaching.
        analyser: who answers now.
    """

    async def analyze_data(question: str, file: str = "") -> ToolOutput:
        """Answer a question about the data that the person attached, with numbers and plots.

        Call it for every question about their data, table, file or spreadsheet, also to find out
        what is in it; the person sees code, table and plot, so speak about what matters only.

        Args:
            question: all that is to be found out, in one sentence, with the names of the columns.
            file: which file, by its name; left out where it is the only or the newest one.
        """
        attached = list(files())
        chosen = _chosen(attached, question, file)
        found = await analyser().analyse(question, chosen)
        others = [other.name for other in attached if other is not chosen]
        output = {"file": chosen.name, **found.output}
        if others:
            output["other_files"] = others
        return ToolOutput(output, found.exhibits)

    return tool_from(analyze_data, Risk.READS, limit_s=_LIMIT_S, usual_policy=Policy.ALLOW)


def _chosen(attached: list[DataFile], question: str, name: str) -> DataFile:
    if not attached:
        raise ToolError(_NOTHING)
    if not name:
        said = question.lower()
        return next((file for file in attached if file.name.lower() in said), attached[-1])
    for file in reversed(attached):
        if name.lower() in (file.name.lower(), file.name.lower().rpartition(".")[0]):
            return file
    names = ", ".join(file.name for file in attached)
    raise ToolError(f"No file called {name} is attached. These are: {names}.")
