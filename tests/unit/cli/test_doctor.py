"""What ``livedesk doctor`` says, check by check."""

from __future__ import annotations

import argparse
import socket

import pytest
from helpers.fake_audio import FakeBackend

from livedesk.audio.backend import DeviceInfo
from livedesk.cli.doctor import machine, report, server
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.core.credential import CloudProject, Credential, CredentialSource, Secret
from livedesk.tools.analyst.isolation import Isolation


def only(findings):
    (finding,) = findings
    return finding


def test_a_key_is_named_by_its_variable_and_never_shown(monkeypatch):
    monkeypatch.setenv("GEMINI_API_KEY", "very-secret-indeed")
    finding = only(server.check_key())
    assert finding.verdict is Verdict.OK
    assert "GEMINI_API_KEY" in finding.fact
    assert "secret" not in report.as_text(finding)


def test_no_key_is_no_problem():
    finding = only(server.check_key())
    assert finding.verdict is Verdict.NOTE
    assert "GEMINI_API_KEY" in finding.advice


def test_a_project_at_google_cloud_is_told_as_untried(monkeypatch):
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "1")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "desk-1")
    monkeypatch.setenv("GOOGLE_VERTEX_BASE_URL", f"https://127.0.0.1:{_unused_port()}")
    finding = only(server.check_key())
    assert finding.verdict is Verdict.NOTE
    assert "desk-1" in finding.fact
    assert "never tried" in finding.fact
    reach = only(server.check_server())
    assert reach.verdict is Verdict.PROBLEM
    assert "GOOGLE_VERTEX_BASE_URL" in reach.advice


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("", "aiplatform.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"),
        ("us-central1", "us-central1-aiplatform.googleapis.com"),
    ],
)
def test_a_project_is_reached_at_its_location(location, host):
    project = CloudProject("desk-1", location)
    credential = Credential(Secret(""), CredentialSource.CLOUD_PROJECT, "desk-1", project)
    assert server._google_url(credential) == f"https://{host}"


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_server_of_ones_own_that_is_not_there_is_a_problem(monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", f"https://127.0.0.1:{_unused_port()}")
    finding = only(server.check_server())
    assert finding.verdict is Verdict.PROBLEM
    assert "127.0.0.1 cannot be reached" in finding.fact
    assert "GOOGLE_GEMINI_BASE_URL" in finding.advice


def test_an_address_that_is_none_is_a_problem(monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://127.0.0.1:nonsense")
    assert only(server.check_server()).verdict is Verdict.PROBLEM


def test_googles_server_out_of_reach_is_a_problem_with_a_key_only(monkeypatch):
    monkeypatch.setattr(server, "GOOGLE_URL", f"https://127.0.0.1:{_unused_port()}")
    assert only(server.check_server()).verdict is Verdict.NOTE
    monkeypatch.setenv("GOOGLE_API_KEY", "x")
    assert only(server.check_server()).verdict is Verdict.PROBLEM


def test_the_practice_server_answers():
    finding = only(server.check_practice_server())
    assert finding.verdict is Verdict.OK, report.as_text(finding)
    assert len(finding.fact) > len("says “”")


def test_a_missing_display_points_to_the_terminal(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    finding = only(machine.check_window())
    assert finding.verdict is Verdict.NOTE
    assert "livedesk chat" in finding.advice


def test_a_broken_qt_is_a_problem_with_its_own_words(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    finding = only(machine.check_window())
    assert finding.verdict is Verdict.PROBLEM
    assert "no-such-platform" in finding.fact


def test_a_missing_voice_is_noted(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = only(machine.check_speech())
    assert finding.verdict is Verdict.NOTE
    assert "espeak-ng" in finding.advice


@pytest.mark.parametrize("held_by", Isolation)
def test_it_says_what_holds_analyses_of_tables(monkeypatch, held_by):
    monkeypatch.setattr(machine, "isolation", lambda: held_by)
    finding = only(machine.check_tables())
    is_full = held_by is Isolation.FULL
    assert finding.verdict is (Verdict.OK if is_full else Verdict.NOTE)
    assert bool(finding.advice) is not is_full
    assert finding.fact == held_by.value


@pytest.mark.parametrize(
    ("verdict", "status", "last"),
    [
        (Verdict.OK, 0, "No problem was found."),
        (Verdict.NOTE, 0, "No problem was found."),
        (Verdict.PROBLEM, 1, "Problems: 1."),
    ],
)
def test_the_status_tells_of_problems(monkeypatch, capsys, verdict, status, last):
    def check():
        yield Finding(verdict, "Thing", "is so", "Do this.")

    monkeypatch.setattr(report, "CHECKS", (check,))
    assert report.run(argparse.Namespace(audio=False)) == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    assert "is so" in lines[1]
    assert lines[2].strip() == "Do this."


class _Sound(FakeBackend):
    """Two microphones, no speaker; one of the microphones is muted."""

    def inputs(self):
        own = DeviceInfo("own", "Built-in Audio", 2, 0, 44_100, True)
        return [own, DeviceInfo("usb", "USB Headset", 1, 0, 16_000, False, is_muted=True)]


def test_every_device_is_named(monkeypatch):
    monkeypatch.setattr(machine, "system_backend", _Sound)
    first, second, third = machine.check_sound()
    assert first.fact == "Built-in Audio, 44.1 kHz, 2 channels, the system's own"
    assert (second.verdict, second.fact) == (Verdict.NOTE, "USB Headset, 16 kHz, 1 channel, muted")
    assert (third.verdict, third.fact) == (Verdict.PROBLEM, "none was found")
