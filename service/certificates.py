"""A certificate and its key, read from PEM or PFX files and checked as Entra will check them."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

from service.credentials import Certificate, CertificateUnusable, KeyPair

SHORTEST_KEY = 2048  # bits
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)


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
