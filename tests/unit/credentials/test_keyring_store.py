"""The key in the system's keyring: kept where it is safe, and nowhere else."""

import pytest
from helpers.memory_keyring import LockedKeyring, MemoryKeyring
from keyring.backends import fail, null

from livedesk.core.credential import CredentialSource, Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.keyring_store import KeyringStore

SECRET = Secret("AQ.very-secret")


class DoubtfulKeyring(MemoryKeyring):
    priority = 0.5


def test_a_key_is_kept_found_and_forgotten():
    store = KeyringStore(MemoryKeyring())
    assert store.load() is None
    store.save(SECRET)
    found = store.load()
    assert (found.secret, found.source) == (SECRET, CredentialSource.KEYRING)
    store.remove()
    store.remove()
    assert store.load() is None


def test_a_new_key_takes_the_place_of_the_old_one():
    backend = MemoryKeyring()
    KeyringStore(backend).save(SECRET)
    KeyringStore(backend).save(Secret("other"))
    assert list(backend.kept.values()) == ["other"]


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), DoubtfulKeyring()])
def test_an_unsafe_keyring_gets_no_key(backend):
    store = KeyringStore(backend)
    store.remove()  # what never was there is gone
    for question in (store.load, store.name, lambda: store.save(SECRET)):
        with pytest.raises(KeyringUnsuitedError, match="no keyring in which a key would be safe"):
            question()


def test_a_locked_keyring_is_told_without_its_words():
    store = KeyringStore(LockedKeyring())
    for question in (store.load, store.remove, lambda: store.save(SECRET)):
        with pytest.raises(KeyringUnsuitedError, match="could not be used") as failed:
            question()
        assert "AQ." not in f"{failed.value!r} {failed.value.detail}"
        assert failed.value.__cause__ is None
