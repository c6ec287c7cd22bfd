"""The environment is read as google-genai reads it, and the key does not print itself."""

import pickle

import pytest

from livedesk.core.credential import CloudProject, CredentialSource, Secret
from livedesk.core.log import redact
from livedesk.credentials.environment import find_base_url, find_credential


def test_google_key_wins() -> None:
    found = find_credential({"GEMINI_API_KEY": "one", "GOOGLE_API_KEY": "two"})
    assert found is not None
    assert (found.secret.reveal(), found.origin) == ("two", "GOOGLE_API_KEY")


@pytest.mark.parametrize("environment", [{}, {"GEMINI_API_KEY": "  "}])
def test_no_key(environment: dict[str, str]) -> None:
    assert find_credential(environment) is None


def test_base_url() -> None:
    assert (
        find_base_url({"GOOGLE_GEMINI_BASE_URL": " https://127.0.0.1:1 "}) == "https://127.0.0.1:1"
    )
    assert find_base_url({}) is None


CLOUD = {"GOOGLE_CLOUD_PROJECT": "desk-1", "GOOGLE_CLOUD_LOCATION": "europe-west1"}


@pytest.mark.parametrize("switch", ["GOOGLE_GENAI_USE_ENTERPRISE", "GOOGLE_GENAI_USE_VERTEXAI"])
def test_switch_and_project_come_before_a_key(switch: str) -> None:
    environment = CLOUD | {switch: "True", "GEMINI_API_KEY": "one"}
    found = find_credential(environment)
    assert found is not None
    assert found.cloud == CloudProject("desk-1", "europe-west1")
    assert found.source is CredentialSource.CLOUD_PROJECT
    assert found.origin == "desk-1 in europe-west1"
    assert find_base_url(environment | {"GOOGLE_GEMINI_BASE_URL": "https://gemini"}) is None
    assert find_base_url(environment | {"GOOGLE_VERTEX_BASE_URL": "https://mine"}) == "https://mine"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"GOOGLE_GENAI_USE_VERTEXAI": "0"},
        {"GOOGLE_GENAI_USE_VERTEXAI": "1", "GOOGLE_GENAI_USE_ENTERPRISE": "false"},
        {"GOOGLE_GENAI_USE_VERTEXAI": "1", "GOOGLE_CLOUD_PROJECT": " "},
    ],
)
def test_a_key_is_used_without_switch_or_project(more: dict[str, str]) -> None:
    found = find_credential(CLOUD | {"GEMINI_API_KEY": "one"} | more)
    assert found is not None
    assert found.cloud is None


def test_secret_does_not_show_itself() -> None:
    secret = Secret("AIzaVerySecretVerySecret")
    for text in (repr(secret), str(secret), f"{secret}", repr([secret])):
        assert "Very" not in text
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize(
    "text",
    [
        "key=AIzaSyA1234567890abcdefgh",
        "x-goog-api-key: AQ.Ab8RN6Kabcdefghij-klm",
        "Authorization: Token auth_tokens/abcdef0123",
        "authorization: Bearer abcdefghijklmnop1234",
    ],
)
def test_log_takes_secrets_out(text: str) -> None:
    cleaned = redact(text)
    assert "[secret]" in cleaned
    assert not any(part in cleaned for part in ("1234", "Ab8RN6K", "abcdef"))
