"""Each third-party package has its importing places; packages below ``app`` load no Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest
from helpers.source_tree import PACKAGE, ROOT, imported_names, sources

# What may be imported where: the longest matching name decides. Folders end in a slash.
PLACES: dict[str, tuple[str, ...]] = {
    "anyio": ("livedesk/tools/mcp_servers/link.py", "livedesk/tools/mcp_servers/server.py"),
    "PySide6": ("livedesk/ui/", "livedesk/app/"),
    "PySide6.QtWidgets": ("livedesk/ui/",),
    "cryptography": ("livedesk/loopback/tls.py",),
    "google": ("livedesk/session/gemini/", "livedesk/tokens/minting.py"),
    "httpx2": (
        "livedesk/tokens/minting.py",
        "livedesk/credentials/asking.py",
        "livedesk/session/gemini/code_execution.py",
        "livedesk/session/gemini/key_check.py",
        "livedesk/session/gemini/preflight.py",
        "livedesk/tools/builtin/open_meteo.py",
        "livedesk/tools/mcp_servers/link.py",
    ),
    "keyring": ("livedesk/credentials/keyring_store.py",),
    "livekit": ("livedesk/audio/echo_apm.py",),
    "matplotlib": ("livedesk/tools/analyst/inside/running.py",),
    "mcp": ("livedesk/tools/mcp_servers/link.py",),
    "mcp_types": ("livedesk/tools/mcp_servers/link.py",),
    "pandas": ("livedesk/tools/analyst/inside/running.py",),
    "platformdirs": ("livedesk/core/paths.py",),
    "pocketsphinx": ("livedesk/loopback/recogniser.py",),
    "pulsectl": ("livedesk/audio/backends/pulse_devices.py",),
    "pyaudio": ("livedesk/audio/backends/pyaudio_backend.py",),
    "pint": ("livedesk/tools/builtin/calculator.py",),
    "jwt": ("livedesk/tokens/who.py", "livedesk/tokens/issuer_keys.py"),
    "prometheus_client": ("livedesk/tokens/figures.py",),
    "pydantic": (
        "livedesk/settings/",
        "livedesk/session/gemini/",
        "livedesk/tokens/policy.py",
        "livedesk/tools/",
    ),
    "redis": ("livedesk/tokens/redis_counts.py",),
    "starlette": ("livedesk/tokens/service.py", "livedesk/tokens/serving.py"),
    "uvicorn": ("livedesk/tokens/serving.py",),
    "pyqtgraph": ("livedesk/ui/",),
    "qasync": ("livedesk/ui/application.py",),
    "Xlib": ("livedesk/app/hotkey/x11_grab.py",),
    "jeepney": ("livedesk/app/hotkey/portal_session.py",),
    "pynput": ("livedesk/app/hotkey/listener.py",),
    "soundfile": ("livedesk/audio/sound_file.py",),
    "soxr": ("livedesk/audio/resample.py",),
    "h11": (
        "livedesk/loopback/server.py",
        "livedesk/loopback/posting.py",
        "livedesk/tokens/serving.py",
    ),
    "websockets": (
        "livedesk/loopback/server.py",
        "livedesk/loopback/posting.py",
        "livedesk/session/gemini/",
    ),
    "websockets.asyncio.server": ("livedesk/loopback/server.py", "livedesk/loopback/posting.py"),
}
ANYWHERE = {"livedesk", "numpy"}
QT_FREE = (
    "core",
    "session",
    "audio",
    "transcript",
    "tools",
    "instructions",
    "credentials",
    "settings",
    "loopback",
    "seeing",
    "conversation",
)
HEAVY = ("PySide6", "google", "livekit", "pyaudio")


def _places_of(name: str) -> tuple[str, ...] | None:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        places = PLACES.get(".".join(parts[:length]))
        if places is not None:
            return places
    return None


def test_third_party_packages_are_imported_only_in_their_places():
    strays = []
    for source in sources():
        for name, line in imported_names(source):
            root = name.split(".")[0]
            if root in ANYWHERE or root in sys.stdlib_module_names:
                continue
            places = _places_of(name)
            if places is None or not source.is_in(*places):
                strays.append(f"{source.name}:{line} imports {name}")
    assert not strays


def test_every_place_exists():
    missing = [p for places in PLACES.values() for p in places if not (ROOT / p).exists()]
    assert not missing


def _modules_of(package: str) -> list[str]:
    folder = PACKAGE / package
    names = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    vendor = (
        "livedesk.session.gemini",
        "livedesk.audio.backends.pulse_",
        "livedesk.audio.backends.pyaudio_backend",
        "livedesk.audio.echo_apm",
    )
    return [name for name in names if not name.startswith(vendor)]


@pytest.mark.parametrize("package", QT_FREE)
def test_a_qt_free_package_loads_neither_qt_nor_a_vendor(package: str):
    modules = _modules_of(package)
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_token_server_loads_nothing_of_the_desktop():
    program = (
        "import sys, livedesk.cli.token_server, livedesk.tokens.serving, livedesk.tokens.minting\n"
        "print({'PySide6', 'numpy', 'pocketsphinx', 'platformdirs'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "set()"


def test_the_unit_ring_uses_no_qt():
    strays = [
        f"{source.name}:{line} imports {name}"
        for source in sources("tests/unit")
        for name, line in imported_names(source)
        if name.startswith(("PySide6", "pytestqt", "livedesk.app", "livedesk.ui"))
    ]
    strays += [s.name for s in sources("tests/unit") if "qtbot" in s.text or "qapp" in s.text]
    assert not strays
