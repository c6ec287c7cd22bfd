"""The set-up installs what pyproject.toml asks for: exact versions with hashes, no addresses."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from helpers.source_tree import ROOT

LOCKS = ROOT / "packaging" / "requirements"
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
SCRIPTS = ("run", "test", "bench", "lock", "setup.sh", "system.sh", "screenshots")

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def pinned(name: str) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for package, version in PINNED.findall((LOCKS / f"{name}.txt").read_text()):
        versions.setdefault(package, set()).add(version)
    return versions


def asked_for(requirements: list[str]) -> set[str]:
    names = (re.split(r"[<>=!;\[ ]", text, maxsplit=1)[0] for text in requirements)
    return {name.lower().replace("_", "-") for name in names}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_everything_asked_for_is_locked(project):
    run = set(pinned("run")) | set(pinned("sound"))
    assert asked_for(project["dependencies"]) <= run
    for extra in ("test", "tokens"):
        assert asked_for(project["optional-dependencies"][extra]) <= set(pinned("test"))


def test_the_tests_run_with_the_versions_that_people_run():
    test = pinned("test")
    assert {name: test.get(name) for name in pinned("run")} == pinned("run")


@pytest.mark.parametrize("name", ["build", "run", "sound", "test"])
def test_every_locked_package_has_hashes_and_no_address(name):
    text = (LOCKS / f"{name}.txt").read_text()
    requirements = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert requirements
    assert [r.splitlines()[0] for r in requirements if "--hash=sha256:" not in r] == []
    assert "://" not in text
    assert "index" not in text


def test_the_faulty_qt_is_not_locked():
    assert "6.12.0" not in pinned("run")["pyside6"]


@needs_bash
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_well_formed(script):
    subprocess.run(["bash", "-n", str(ROOT / "packaging" / script)], check=True)


def system(tmp_path: Path, installed: str, command: str) -> str:
    """What ``command`` prints with system.sh, on a Debian where only ``installed`` is there."""
    fake = tmp_path / "dpkg-query"
    fake.write_text(f"#!/bin/sh\nprintf '{installed}'\n")
    fake.chmod(0o755)
    program = f'export PATH="{tmp_path}:$PATH"; source packaging/system.sh; {command}'
    done = subprocess.run(
        ["bash", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


@needs_bash
def test_only_what_is_missing_is_installed(tmp_path):
    installed = "gcc installed\\nespeak-ng config-files\\nlibglib2.0-0t64 installed\\n"
    printed = system(tmp_path, installed, "missing_debian_packages gcc espeak-ng libglib2.0-0 sox")
    assert printed.split() == ["espeak-ng", "sox"]
