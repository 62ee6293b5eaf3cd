"""A certificate authority of our own: clients of Entra insist on https."""

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS = 825


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Where the files are: what clients trust, and what the server shows."""

    ca_file: Path
    chain_file: Path
    key_file: Path

    def ssl_context(self) -> ssl.SSLContext:
        """The server's side of https."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain_file, self.key_file)
        return context


def certificates_in(folder: Path, *, at: datetime) -> Certificates:
    """The certificates kept in the folder, made when they are missing or old. Safe to call twice."""
    files = Certificates(
        ca_file=folder / "ca.pem",
        chain_file=folder / "localhost.pem",
        key_file=folder / "localhost.key",
    )
    if not _is_good(files, at):
        _make(files, at)
    return files


def _is_good(files: Certificates, at: datetime) -> bool:
    if not (files.ca_file.exists() and files.chain_file.exists() and files.key_file.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(files.chain_file.read_bytes())
    return at < certificate.not_valid_after_utc - timedelta(days=1)


def _make(files: Certificates, at: datetime) -> None:
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = _name("local365 certificate authority")
    authority = _signed(_authority(ca_name, ca_key, at), ca_key)
    server = _signed(_server(ca_name, ca_key, key, at), ca_key)
    files.ca_file.parent.mkdir(parents=True, exist_ok=True)
    files.key_file.touch(mode=0o600)
    files.key_file.write_bytes(_pem_of(key))
    files.chain_file.write_bytes(server)
    files.ca_file.write_bytes(authority)


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    form, secrecy = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, secrecy)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _authority(name: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    basic = x509.BasicConstraints(ca=True, path_length=0)
    return _builder(name, name, key, at).add_extension(basic, critical=True).add_extension(usage, critical=True)


def _server(
    issuer: x509.Name, ca_key: ec.EllipticCurvePrivateKey, key: ec.EllipticCurvePrivateKey, at: datetime
) -> x509.CertificateBuilder:
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        _builder(_name("localhost"), issuer, key, at)
        .add_extension(names, critical=False)
        .add_extension(authority, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )


def _signed(builder: x509.CertificateBuilder, ca_key: ec.EllipticCurvePrivateKey) -> bytes:
    return builder.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
