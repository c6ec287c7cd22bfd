"""Vertex AI through the real SDK, against a server on this machine; Google's was never tried."""

from __future__ import annotations

import google.auth
import pytest
from google.auth import exceptions
from google.oauth2.credentials import Credentials

from livedesk.core.credential import CloudProject, Credential, CredentialSource, Secret
from livedesk.core.errors import CredentialError, ServerUnreachableError
from livedesk.core.setup import SessionSetup
from livedesk.session.gemini.connector import Endpoint, GeminiConnector

TOKEN = "ya29.marked-access-token"
SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be brief.")


@pytest.fixture
def cloud(server) -> GeminiConnector:
    project = CloudProject("desk-1", "europe-west1")
    credential = Credential(Secret(""), CredentialSource.CLOUD_PROJECT, "desk-1", project)
    return GeminiConnector(credential, Endpoint(server.base_url, str(server.ca_file)))


@pytest.fixture
def signed_in(monkeypatch) -> None:
    def default(scopes):
        assert scopes
        return Credentials(token=TOKEN), None

    monkeypatch.setattr(google.auth, "default", default)


@pytest.mark.usefixtures("signed_in")
async def test_a_project_talks_by_the_sign_in_and_no_key(cloud, server, monkeypatch):
    monkeypatch.setenv("GEMINI_API_KEY", "AIzaMarkedAndNotToBeSent")
    connection = await cloud.connect(SETUP, None)
    await connection.close()
    request = server.requests[0]
    assert request.path == "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "AIzaMarked" not in str(request.headers)
    assert server.setup["model"] == (
        "projects/desk-1/locations/europe-west1/publishers/google/models/gemini-3.8-live"
    )


@pytest.mark.usefixtures("signed_in")
async def test_a_refusal_repeats_no_access_token(cloud, server):
    server.refuse_with = (403, f"Bearer {TOKEN} may not", {})
    with pytest.raises(CredentialError) as refused:
        await cloud.connect(SETUP, None)
    assert TOKEN not in repr(refused.value) + refused.value.detail
    assert refused.value.detail


@pytest.mark.usefixtures("signed_in")
async def test_resuming_names_its_handle(cloud, server):
    connection = await cloud.connect(SETUP, "handle-7")
    await connection.close()
    assert server.setup["sessionResumption"]["handle"] == "handle-7"


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (exceptions.DefaultCredentialsError("no ya29.marked"), CredentialError, "not signed in"),
        (exceptions.RefreshError("ya29.marked"), CredentialError, "not signed in"),
        (exceptions.TransportError("ya29.marked"), ServerUnreachableError, "could not be reached"),
    ],
)
async def test_a_failed_sign_in_says_what_to_do(cloud, monkeypatch, failure, kind, words):
    def default(scopes):
        raise failure

    monkeypatch.setattr(google.auth, "default", default)
    with pytest.raises(kind) as raised:
        await cloud.connect(SETUP, None)
    assert words in raised.value.user_message
    assert raised.value.hint
    assert "ya29" not in repr(raised.value) + raised.value.detail


async def test_a_sign_in_that_ran_out_is_told_at_connecting(cloud, monkeypatch):
    # Expired, with nothing to renew it by.
    stale = Credentials(token=None)
    monkeypatch.setattr(google.auth, "default", lambda scopes: (stale, None))
    with pytest.raises(CredentialError, match="not signed in"):
        await cloud.connect(SETUP, None)
