"""Certificates for 127.0.0.1.

The SDK always speaks ``wss`` (it rewrites ``http`` and ``ws`` base addresses), so the practice
server needs TLS. Inside the program a throw-away certificate does: its key is made at each start,
never leaves a folder that only its owner can read, and is removed as soon as the server has loaded
it. ``livedesk loopback`` keeps one, because a program that was given the certificate's file shall
trust the server after a restart as well; its key lies in a file that only its owner can read.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import secrets
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from livedesk.core.paths import write_atomically

HOST = "127.0.0.1"
# Long enough for a server that somebody leaves running, too short to be worth stealing.
_VALID_DAYS = 30
_KEPT_DAYS = 90
_RENEWED_BEFORE = dt.timedelta(days=_VALID_DAYS)
_CA_NAME = "livedesk-practice.pem"
# Clocks of containers and suspended machines lag; a certificate "from the future" is refused.
_CLOCK_SLACK = dt.timedelta(hours=1)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Certificate(Protocol):
    """What a server proves itself with."""

    @property
    def ca_file(self) -> Path:
        """What a client must trust, as PEM.

        Raises:
            RuntimeError: there is none at the moment.
        """
        ...

    def make(self) -> ssl.SSLContext:
        """The server's TLS context; makes key and certificate where there are none.

        Raises:
            OSError: their files cannot be written.
        """
        ...

    def remove(self) -> None:
        """The server has ended. Idempotent."""
        ...


class ThrowAwayCertificate:
    """A self-signed certificate in a private temporary folder. ``remove`` is idempotent."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def ca_file(self) -> Path:
        """What a client must trust, as PEM.

        Raises:
            RuntimeError: there is none at the moment.
        """
        if self._folder is None:
            raise RuntimeError("the certificate has not been made, or was removed")
        return Path(self._folder.name) / _CA_NAME

    def make(self) -> ssl.SSLContext:
        """Create key and certificate; the server's TLS context for them."""
        self.remove()
        # mkdtemp makes the folder with mode 0700, so nothing in it is ever world-readable.
        self._folder = tempfile.TemporaryDirectory(prefix="livedesk-practice-")
        key_file = Path(self._folder.name) / "key.pem"
        _write_private(key_file, _new_pair(_VALID_DAYS))
        try:
            return _served(key_file, self.ca_file)
        finally:
            key_file.unlink()

    def remove(self) -> None:
        """Delete the folder."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


class KeptCertificate:
    """A self-signed certificate that outlives its server, in ``folder``.

    It is made when it is first needed, and again when it is spoilt or soon ends.
    """

    def __init__(self, folder: Path, *, now: Callable[[], dt.datetime] = _utc_now) -> None:
        self._folder = folder
        self._now = now

    @property
    def ca_file(self) -> Path:
        """What a client must trust, as PEM."""
        return self._folder / _CA_NAME

    def make(self) -> ssl.SSLContext:
        """The server's TLS context; makes key and certificate where there are none.

        Raises:
            OSError: their files cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_file = self._folder / "key.pem"
        if not self._is_usable(key_file):
            # In one piece: two servers that start at once must not mix their halves.
            fresh = self._folder / f".key-{secrets.token_hex(8)}"
            _write_private(fresh, _new_pair(_KEPT_DAYS))
            fresh.replace(key_file)
        return _served(key_file, self.ca_file)

    def remove(self) -> None:
        """Nothing: it is kept."""

    def _is_usable(self, key_file: Path) -> bool:
        try:
            pem = key_file.read_bytes()
            serialization.load_pem_private_key(pem, password=None)
            end = x509.load_pem_x509_certificate(pem).not_valid_after_utc
        except (OSError, ValueError):
            return False
        return end - self._now() > _RENEWED_BEFORE


def _served(pair_file: Path, ca_file: Path) -> ssl.SSLContext:
    """The context for key and certificate in one file; the certificate alone goes to clients."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pair_file)
    certificate = x509.load_pem_x509_certificate(pair_file.read_bytes())
    write_atomically(ca_file, certificate.public_bytes(serialization.Encoding.PEM))
    return context


def _new_pair(valid_days: int) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + _self_signed(key, valid_days).public_bytes(serialization.Encoding.PEM)


def _write_private(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def _self_signed(key: ec.EllipticCurvePrivateKey, valid_days: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "LiveDesk practice server")])
    now = _utc_now()
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + dt.timedelta(days=valid_days))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.IPv4Address(HOST)), x509.DNSName("localhost")]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        # Python 3.13 verifies strictly (RFC 5280): a root needs its key identifier.
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256())
