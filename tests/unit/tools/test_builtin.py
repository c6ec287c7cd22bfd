"""The built-in tools: what each answers, and what each refuses."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from livedesk.core.clock import SystemClock
from livedesk.core.errors import ToolError
from livedesk.tools.alarms import Alarm, Alarms
from livedesk.tools.builtin import files as files_module
from livedesk.tools.builtin import open_meteo
from livedesk.tools.builtin.calculator import calculate
from livedesk.tools.builtin.desktop import document, web_address
from livedesk.tools.builtin.files import files, granted_path
from livedesk.tools.builtin.timers import timers
from livedesk.tools.builtin.weather import weather

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TOWNS = {
    "results": [
        {"name": "Paris", "country": "France", "latitude": 48.85, "longitude": 2.35},
        {
            "name": "Paris", "country": "United States", "admin1": "Texas",
            "latitude": 33.66, "longitude": -95.55,
        },
    ]
}  # fmt: skip
FORECAST = {
    "current": {"temperature_2m": 11.6, "weather_code": 61, "wind_speed_10m": 14.2},
    "daily": {
        "time": ["2026-11-23", "2026-11-24"],
        "weather_code": [61, 0],
        "temperature_2m_min": [7.1, 3.0],
        "temperature_2m_max": [12.4, 9.6],
        "precipitation_probability_max": [80, None],
    },
}


class Meteo:
    def __init__(self, towns=TOWNS, forecast=FORECAST) -> None:
        self.asked: list[dict[str, str]] = []
        self._answers = [towns, forecast]

    def __call__(self, _url, parameters):
        self.asked.append(dict(parameters))
        return self._answers.pop(0)


async def test_the_weather_is_told_for_now_and_tomorrow() -> None:
    output = await weather(Meteo()).function({"place": "Paris"})
    assert output.output["place"] == "Paris, France"
    assert output.output["summary"] == "12 degrees, light rain, wind 14 kilometres per hour"
    assert output.exhibits[0].rows[1] == ("2026-11-24", "clear sky", "3–10 °C", "0 %")
    tomorrow = await weather(Meteo()).function({"place": "Paris", "day": "tomorrow"})
    assert tomorrow.output["summary"] == "clear sky, 3 to 10 degrees, 0 percent chance of rain"


async def test_a_region_tells_towns_of_one_name_apart() -> None:
    meteo = Meteo()
    output = await weather(meteo).function({"place": "Paris, Texas"})
    assert output.output["place"] == "Paris, United States"
    assert meteo.asked[1]["longitude"] == "-95.5500"


@pytest.mark.parametrize(
    ("meteo", "said"),
    [
        (Meteo({"results": []}), "knows no place called Nowhere"),
        (Meteo({"results": [{"name": "x"}]}), "something odd"),
        (Meteo(TOWNS, {"current": {}}), "something odd"),
        (Meteo(TOWNS, {**FORECAST, "daily": {"time": []}}), "something odd"),
    ],
)
async def test_an_odd_answer_of_the_service_is_one_sentence(meteo, said: str) -> None:
    with pytest.raises(ToolError, match=said):
        await weather(meteo).function({"place": "Nowhere"})


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args, **_options):
        raise httpx2.ConnectError("no route")

    monkeypatch.setattr(httpx2, "get", refuse)
    with pytest.raises(ToolError, match="there is no network"):
        open_meteo.fetch("https://api.open-meteo.com/v1/forecast", {})


@pytest.mark.parametrize(
    ("expression", "unit", "result"),
    [
        ("(3 + 4) * 12", "", "84"),
        ("5 mile", "km", "8.04672 km"),
        ("60 km / 45 minute", "km/hour", "80 km/h"),
        ("20 degC", "degF", "68 °F"),
        ("98.6 °F", "degC", "37 °C"),
        ("2^10", "", "1024"),
        ("1,000 × 3", "", "3000"),
    ],
)
def test_it_calculates_with_units(expression: str, unit: str, result: str) -> None:
    answer = calculate(expression, unit)["result"]
    number, _, of = answer.partition(" ")
    wanted, _, wanted_of = result.partition(" ")
    assert float(number) == pytest.approx(float(wanted))
    assert bool(of) == bool(wanted_of)


@pytest.mark.parametrize(
    "expression",
    ["1/0", "10**10**10", "9**9**9**9", "__import__('os').system('true')", "5 mile + 3 kg",
     "[].__class__", "1" * 300, "", "lambda: 1", "open('x')"],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(ToolError):
        calculate(expression)


@pytest.fixture
def granted(tmp_path: Path) -> Path:
    folder = tmp_path / "granted"
    (folder / "inner").mkdir(parents=True)
    (folder / "plan.txt").write_text("tea at five")
    (tmp_path / "secret.txt").write_text("hunter2")
    (tmp_path / "granted-too").mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "inner/../../secret.txt", "link.txt", "up/secret.txt", "/etc/passwd",
     "../granted-too", "~/.ssh/id_rsa", "plan.txt\0", "nothing.txt"],
)  # fmt: skip
def test_nothing_leads_out_of_a_granted_folder(granted: Path, path: str) -> None:
    with pytest.raises(ToolError, match="not in a folder that the person has granted"):
        granted_path(path, [granted])


def test_without_a_granted_folder_nothing_is_read(granted: Path) -> None:
    with pytest.raises(ToolError):
        granted_path(str(granted / "plan.txt"), [])


async def test_granted_files_are_listed_and_read(granted: Path) -> None:
    list_files, read_file = files(lambda: [granted])
    assert (await list_files.function({})).output["folders"] == [str(granted)]
    listed = await list_files.function({"folder": str(granted)})
    assert listed.output["files"] == ["inner/", "plan.txt"]  # and no link
    assert (await read_file.function({"path": "plan.txt"})).output["text"] == "tea at five"
    (granted / "big.txt").write_bytes(b"x" * 1_000_001)
    (granted / "picture.png").write_bytes(b"\x89PNG\xff")
    os.mkfifo(granted / "pipe")
    for name in ("big.txt", "picture.png", "inner", "pipe"):
        with pytest.raises(ToolError):
            await read_file.function({"path": name})


@pytest.mark.parametrize("swapped", ["inner", "inner/deep/plan.txt", "inner/deep"])
async def test_a_link_put_in_place_after_the_look_is_not_followed(
    granted: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """Looked up, and swapped for a link before it is opened."""
    outside = granted.parent / "outside"
    for place in (granted / "inner/deep", outside / "deep"):
        place.mkdir(parents=True)
    (granted / "inner/deep/plan.txt").write_text("tea at five")
    for place in (outside, outside / "deep"):
        (place / "plan.txt").write_text("hunter2")
    leads_to = {"inner": outside, "inner/deep": outside / "deep"}

    def swapping(path, folders):
        real = granted_path(path, folders)
        (granted / swapped).rename(granted / "away")
        (granted / swapped).symlink_to(leads_to.get(swapped, outside / "plan.txt"))
        return real

    monkeypatch.setattr(files_module, "granted_path", swapping)
    _, read_file = files(lambda: [granted])
    with pytest.raises(ToolError, match="cannot be read"):
        await read_file.function({"path": "inner/deep/plan.txt"})
    (granted / swapped).unlink()
    (granted / "away").rename(granted / swapped)
    if swapped != "inner/deep/plan.txt":
        list_files, _ = files(lambda: [granted])
        with pytest.raises(ToolError, match="cannot be listed"):
            await list_files.function({"folder": "inner/deep"})


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "javascript:alert(1)", "ssh://host", "data:text/html,x", "smb://host/x",
     "https://", "http:/x", "https://bank.com@evil.com/", "https://a b", "HTTPS:\\\\x", "www.x.org",
     "https://x\u202egnp.exe", "vscode://file/x", " \x00https://x", "mailto:a@b.c"],
)  # fmt: skip
def test_only_web_pages_are_opened(address: str) -> None:
    with pytest.raises(ToolError):
        web_address(address)


def test_a_page_is_opened_as_it_stands() -> None:
    assert web_address("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"


@pytest.mark.parametrize("name", ["run.sh", "evil.desktop", "a.exe", "A.BAT", "page.url", "tool"])
def test_no_program_is_opened(granted: Path, name: str) -> None:
    (granted / name).write_text("x")
    (granted / name).chmod(0o755)
    with pytest.raises(ToolError, match="is a program"):
        document(name, [granted])
    assert document("plan.txt", [granted]) == granted / "plan.txt"


class Clock(SystemClock):
    def wall_time(self) -> datetime:
        return NOW


class Desk:
    def __init__(self) -> None:
        self.alarms = Alarms()

    def pending(self):
        return self.alarms.pending

    async def set(self, due_at: datetime, text: str) -> Alarm:
        alarm = Alarm(due_at, len(self.alarms.pending) + 1, text)
        self.alarms.add(alarm)
        return alarm

    async def cancel(self, number: int) -> bool:
        return self.alarms.remove(number)


async def test_timers_are_set_listed_and_taken_back() -> None:
    desk = Desk()
    tools = {tool.spec.name: tool.function for tool in timers(desk, Clock())}
    await tools["set_timer"]({"seconds": 90, "text": "tea"})
    await tools["set_reminder"]({"at": "2026-11-23T18:30", "text": "call Anna"})
    assert [alarm.due_at - NOW for alarm in desk.pending()] == [
        timedelta(seconds=90),
        timedelta(hours=2, minutes=30),
    ]
    assert "tea at 16:01:30" in (await tools["list_timers"]({})).output["summary"]
    await tools["cancel_timer"]({"number": 1})
    for name, arguments in (
        ("cancel_timer", {"number": 1}),
        ("set_timer", {"seconds": 0}),
        ("set_timer", {"seconds": 1e300}),
        ("set_reminder", {"at": "2026-11-23T15:00", "text": "too late"}),
        ("set_reminder", {"at": "soon", "text": "when"}),
    ):
        with pytest.raises(ToolError):
            await tools[name](arguments)


def test_each_alarm_rings_once_in_its_order() -> None:
    first, second = Alarm(NOW, 2, "a"), Alarm(NOW + timedelta(seconds=5), 1, "b")
    alarms = Alarms([second, first])
    assert alarms.wait_s(NOW - timedelta(seconds=3)) == 3
    assert alarms.take_due(NOW) == (first,)
    assert alarms.take_due(NOW + timedelta(days=1)) == (second,)
    assert alarms.wait_s(NOW) is None
