"""Certificates and assertions, as a force's IT makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "open sesame"
ISSUER, SUBJECT, AUDIENCE = "https://cluster.example", "system:serviceaccount:pf", "api://AzureADTokenExchange"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """One key per name for the whole test run; making one takes a tenth of a second."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(*, of: str = "ours", begins_days: float = -1, ends_days: float = 90) -> x509.Certificate:
    """A self-signed certificate of that key; days from now."""
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "prevention-first")]), datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key(of).public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now + timedelta(days=begins_days))
    return builder.not_valid_after(now + timedelta(days=ends_days)).sign(key(of), hashes.SHA256())


def public_pem(made: x509.Certificate) -> bytes:
    """The certificate alone."""
    return made.public_bytes(serialization.Encoding.PEM)


def key_pem(password: str = "", *, of: str = "ours") -> bytes:
    """The key alone, encrypted when there is a password."""
    secrecy = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    return key(of).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secrecy)


def pfx(made: x509.Certificate, password: str = PASSWORD) -> bytes:
    """Both in one file, as Windows exports them."""
    secrecy = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"pf", key("ours"), made, None, secrecy)


def assertion(*, lives_s: float = 3600, **claims: str) -> str:
    """What the platform writes into its token file."""
    told = {"iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE, **claims}
    ends = datetime.now(UTC).timestamp() + lives_s
    return jwt.encode({**told, "exp": ends}, key("cluster"), "RS256", {"kid": "cluster"})


def kept(folder: Path, name: str, content: bytes | str) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
