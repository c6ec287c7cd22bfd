"""The certificate that outlives the server."""

import datetime as dt
import os
import ssl
import stat

import pytest

from livedesk.loopback.tls import KeptCertificate


def test_a_kept_certificate_stays_the_same(tmp_path):
    folder = tmp_path / "kept"
    first = KeptCertificate(folder)
    first.make()
    pem = first.ca_file.read_bytes()
    first.remove()
    second = KeptCertificate(folder)
    second.make()
    assert second.ca_file.read_bytes() == pem
    assert b"PRIVATE" not in pem
    context = ssl.create_default_context(cafile=str(second.ca_file))
    assert context.cert_store_stats()["x509_ca"] == 1


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_nobody_else_may_read_its_key(tmp_path):
    before = os.umask(0)
    try:
        KeptCertificate(tmp_path / "kept").make()
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "kept").iterdir()}
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    assert modes.pop("key.pem") == 0o600
    assert list(modes) == ["livedesk-practice.pem"]


def test_it_is_renewed_a_month_before_its_end_and_not_earlier(tmp_path):
    def later(days):
        return KeptCertificate(tmp_path, now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days))

    KeptCertificate(tmp_path).make()
    pem = later(0).ca_file.read_bytes()
    later(59).make()
    assert later(0).ca_file.read_bytes() == pem
    later(61).make()
    assert later(0).ca_file.read_bytes() != pem


@pytest.mark.parametrize("spoilt", [b"", b"nonsense", None])
def test_a_spoilt_one_is_replaced(tmp_path, spoilt):
    kept = KeptCertificate(tmp_path)
    kept.make()
    pem = kept.ca_file.read_bytes()
    key_file = tmp_path / "key.pem"
    key_file.write_bytes(key_file.read_bytes()[:300] if spoilt is None else spoilt)
    kept.ca_file.write_bytes(b"")
    kept.make()
    assert kept.ca_file.read_bytes() not in (pem, b"")
