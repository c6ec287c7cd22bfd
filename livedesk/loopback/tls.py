"""A throw-away certificate for 127.0.0.1.

The SDK always speaks ``wss`` (it rewrites ``http`` and ``ws`` base addresses), so the practice
server needs TLS. The key is made at each start, never leaves a folder that only its owner can
read, and is removed as soon as the server has loaded it.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "127.0.0.1"
# Long enough for a server that somebody leaves running, too short to be worth stealing.
_VALID_DAYS = 30
# Clocks of containers and suspended machines lag; a certificate "from the future" is refused.
_CLOCK_SLACK = dt.timedelta(hours=1)


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
        return Path(self._folder.name) / "livedesk-practice.pem"

    def make(self) -> ssl.SSLContext:
        """Create key and certificate; the server's TLS context for them."""
        self.remove()
        # mkdtemp makes the folder with mode 0700, so nothing in it is ever world-readable.
        self._folder = tempfile.TemporaryDirectory(prefix="livedesk-practice-")
        key = ec.generate_private_key(ec.SECP256R1())
        key_file = Path(self._folder.name) / "key.pem"
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        certificate = _self_signed(key)
        self.ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.ca_file, key_file)
        finally:
            key_file.unlink()
        return context

    def remove(self) -> None:
        """Delete the folder."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "LiveDesk practice server")])
    now = dt.datetime.now(dt.UTC)
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
        .not_valid_after(now + dt.timedelta(days=_VALID_DAYS))
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
