"""A certificate and its key, read from PEM or PFX files and checked as Entra will check them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from service.credentials import Certificate

SHORTEST_KEY = 2048  # bits
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)


class CertificateUnusable(Exception):  # noqa: N818  named for what was found
    """`setting` is what to look at, without its prefix; the text says what to do."""

    def __init__(self, setting: str, sentence: str) -> None:
        """Name the setting and say what to do about it."""
        super().__init__(sentence)
        self.setting = setting
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A certificate with its private key, both in PEM. `begins`, `ends`: when it may be used."""

    private_pem: str = field(repr=False)
    public_pem: str
    begins: datetime
    ends: datetime


def key_pair_in(certificate: Certificate) -> KeyPair:
    """The certificate and the key that belongs to it. CertificateUnusable says which setting to look at.

    Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
    """
    content = _content("CERTIFICATE_FILE", certificate.file)
    is_pem = b"-----BEGIN " in content
    key, certificates = _from_pem(certificate, content) if is_pem else _from_pfx(certificate, content)
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < SHORTEST_KEY:
        raise CertificateUnusable("CERTIFICATE_FILE", f"Entra takes RSA keys of at least {SHORTEST_KEY} bits only")
    own = next((one for one in certificates if one.public_key() == key.public_key()), None)
    if own is None:
        raise CertificateUnusable("CERTIFICATE_FILE", "the private key belongs to another certificate")
    return KeyPair(
        private_pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        public_pem=own.public_bytes(Encoding.PEM).decode(),
        begins=own.not_valid_before_utc,
        ends=own.not_valid_after_utc,
    )


def _content(setting: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        sentence = "the file cannot be read: check the path, and that this account may read it"
        raise CertificateUnusable(setting, sentence) from None


def _from_pem(certificate: Certificate, content: bytes) -> tuple[object, Sequence[x509.Certificate]]:
    found = _CERTIFICATE.findall(content)
    if not found:
        raise CertificateUnusable("CERTIFICATE_FILE", "the file holds no certificate")
    separate = certificate.key_file
    key = _KEY.search(_content("CERTIFICATE_KEY_FILE", separate) if separate else content)
    if key is None:
        setting = "CERTIFICATE_KEY_FILE"
        where = "the file holds no private key" if separate else "set it: the certificate file holds no private key"
        raise CertificateUnusable(setting, where)
    try:
        certificates = [x509.load_pem_x509_certificate(one) for one in found]
    except ValueError:
        raise CertificateUnusable("CERTIFICATE_FILE", "the file is damaged: export the certificate again") from None
    return _key(key[0], certificate.password), certificates


def _key(pem: bytes, password: str) -> object:
    try:
        return load_pem_private_key(pem, password.encode() or None)
    except TypeError:
        sentence = "the private key is not encrypted: leave it empty" if password else "the private key needs it"
        raise CertificateUnusable("CERTIFICATE_PASSWORD", sentence) from None
    except ValueError:
        sentence = "it does not open the private key" if password else "the private key cannot be read"
        raise CertificateUnusable("CERTIFICATE_PASSWORD", sentence) from None


def _from_pfx(certificate: Certificate, content: bytes) -> tuple[object, Sequence[x509.Certificate]]:
    if certificate.key_file:
        raise CertificateUnusable("CERTIFICATE_KEY_FILE", "leave it empty: a PFX file holds the key itself")
    try:
        key, own, others = pkcs12.load_key_and_certificates(content, certificate.password.encode() or None)
    except ValueError:
        sentence = "it does not open the file, or the file is neither PEM nor PFX"
        raise CertificateUnusable("CERTIFICATE_PASSWORD", sentence) from None
    if key is None or own is None:
        raise CertificateUnusable("CERTIFICATE_FILE", "the PFX holds no private key: export it again, with its key")
    return key, [own, *others]
