"""The settings by which the service proves who it is. Which of the four kinds it is follows from which are set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from service.credentials import Certificate, CertificateUnusable, Credential, Federation, ManagedIdentity, Secret

PREFIX = "PREVENTION_FIRST_"
ADMIN_PREFIX = f"{PREFIX}ADMIN_"

NO_SECRET = SecretStr("")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"<.*>|\$\{.*\}|\{\{.*\}\}|your[ _-].*|.*\b(change[ _-]?me|replace[ _-]?me|placeholder|todo)\b.*|x{3,}|\.{3}"
    r"|0{8}(-0{4}){3}-0{12}",
    re.IGNORECASE,
)


class SettingsWrong(Exception):  # noqa: N818  said to a person at start, then the process ends
    """One message that names every setting that is missing or wrong."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Say each of them once."""
        lines = dict.fromkeys(f"  {mistake}" for mistake in mistakes)
        super().__init__("These settings are missing or wrong:\n" + "\n".join(lines))


class CredentialSettings(BaseModel):
    """One way to prove an identity. A field's description is its line in the README."""

    model_config = ConfigDict(frozen=True)

    client_secret: SecretStr = Field(NO_SECRET, description="a client secret of the app registration: its value")
    certificate_file: Path | None = Field(
        None, description="a certificate of the app registration with its key, PEM or PFX; renewed on disk, it is used"
    )
    certificate_key_file: Path | None = Field(None, description="the certificate's key in PEM, when it is not in it")
    certificate_password: SecretStr = Field(NO_SECRET, description="password of the PFX, or of an encrypted key")
    managed_identity: bool = Field(default=False, description="`true`: the identity that Azure gives to this machine")
    managed_identity_client_id: str = Field("", description="which one, when it is user-assigned; the bot needs that")
    federated_token_file: Path | None = Field(
        None, description="file with the assertion of workload federation, kept fresh by the platform"
    )


class AdminSettings(CredentialSettings):
    """A separate identity for `provision`. Nothing set: the service's own."""

    app_id: str = Field("", description="application (client) id of a separate identity for `provision`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong with one setting: its whole name, and what to do."""

    setting: str
    sentence: str

    def __str__(self) -> str:
        """One line of the message."""
        return f"{self.setting}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the settings say: a credential, or mistakes, or neither when nothing is set."""

    credential: Credential | None = None
    mistakes: tuple[Mistake, ...] = ()


def own_credential(given: CredentialSettings, app_id: str, *, at: datetime) -> Found:
    """What the service proves itself with. Something must be set, and a managed identity must be the bot itself."""
    found = _credential_in(given, PREFIX, at=at)
    credential = found.credential
    if credential is None and not found.mistakes:
        return Found(mistakes=(_nothing_set(PREFIX),))
    if isinstance(credential, ManagedIdentity) and credential.client_id and not _same(credential.client_id, app_id):
        sentence = f"must be the same as {PREFIX}APP_ID: Teams and SharePoint know the bot by that id"
        mistake = Mistake(setting=f"{PREFIX}MANAGED_IDENTITY_CLIENT_ID", sentence=sentence)
        return Found(credential=credential, mistakes=(*found.mistakes, mistake))
    return found


def admin_credential(given: AdminSettings, *, at: datetime) -> Found:
    """What `provision` proves itself with; nothing at all means the service's own."""
    found = _credential_in(given, ADMIN_PREFIX, at=at)
    if found.credential is None and not found.mistakes:
        return Found(mistakes=(_nothing_set(ADMIN_PREFIX),) if given.app_id else ())
    needs_app = not isinstance(found.credential, ManagedIdentity)
    if needs_app and (is_placeholder(given.app_id) or not is_guid(given.app_id)):
        sentence = "set it to the application (client) id that the credential belongs to"
        mistake = Mistake(setting=f"{ADMIN_PREFIX}APP_ID", sentence=sentence)
        return Found(credential=found.credential, mistakes=(mistake, *found.mistakes))
    return found


def checked(found: Found) -> Credential | None:
    """The credential, None when none is set. SettingsWrong when there are mistakes."""
    if found.mistakes:
        raise SettingsWrong(found.mistakes)
    return found.credential


def _credential_in(given: CredentialSettings, prefix: str, *, at: datetime) -> Found:
    """The one credential that is set, its files read and good at that instant."""
    kinds = tuple(_kinds(given))
    half = tuple(Mistake(setting=prefix + name, sentence=what) for name, what in _half_set(given))
    if len(kinds) > 1:
        names = " and ".join(prefix + name for name in kinds)
        both = Mistake(setting=names, sentence="set only one of them, and leave the others empty")
        return Found(mistakes=(both, *half))
    credential = _credential(given)
    if credential is None or half:
        return Found(mistakes=half)
    wrong = tuple(Mistake(setting=prefix + name, sentence=what) for name, what in _unusable(credential, at))
    return Found(credential=credential, mistakes=wrong)


def _nothing_set(prefix: str) -> Mistake:
    names = ", ".join(prefix + name for name in ("CERTIFICATE_FILE", "MANAGED_IDENTITY", "FEDERATED_TOKEN_FILE"))
    sentence = f"set it, or one of {names}: without one the service cannot prove who it is"
    return Mistake(setting=f"{prefix}CLIENT_SECRET", sentence=sentence)


def _same(one_id: str, another: str) -> bool:
    return one_id.strip().lower() == another.strip().lower()


def is_guid(text: str) -> bool:
    """True for an id as Entra writes it."""
    return _GUID.fullmatch(text.strip()) is not None


def is_placeholder(text: str) -> bool:
    """True for what a template holds where a value belongs."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def _kinds(given: CredentialSettings) -> Iterator[str]:
    if given.client_secret.get_secret_value():
        yield "CLIENT_SECRET"
    if given.certificate_file:
        yield "CERTIFICATE_FILE"
    if given.managed_identity:
        yield "MANAGED_IDENTITY"
    if given.federated_token_file:
        yield "FEDERATED_TOKEN_FILE"


def _half_set(given: CredentialSettings) -> Iterator[tuple[str, str]]:
    if given.certificate_key_file and not given.certificate_file:
        yield "CERTIFICATE_FILE", "set it: there is a key for a certificate, and no certificate"
    if given.certificate_password.get_secret_value() and not given.certificate_file:
        yield "CERTIFICATE_FILE", "set it: there is a password for a certificate, and no certificate"
    if given.managed_identity_client_id and not given.managed_identity:
        yield "MANAGED_IDENTITY", "set it to true: there is the id of a managed identity"


def _credential(given: CredentialSettings) -> Credential | None:
    if given.certificate_file:
        password = given.certificate_password.get_secret_value()
        return Certificate(file=given.certificate_file, key_file=given.certificate_key_file, password=password)
    if given.managed_identity:
        return ManagedIdentity(client_id=given.managed_identity_client_id)
    if given.federated_token_file:
        return Federation(token_file=given.federated_token_file)
    secret = given.client_secret.get_secret_value()
    return Secret(value=secret) if secret else None


def _unusable(credential: Credential, at: datetime) -> Iterator[tuple[str, str]]:
    match credential:
        case Secret(value=value):
            yield from _wrong_secret(value)
        case Certificate():
            yield from _wrong_certificate(credential, at)
        case ManagedIdentity(client_id=client_id):
            if client_id and not is_guid(client_id):
                yield "MANAGED_IDENTITY_CLIENT_ID", "must be the client id of the managed identity, as Azure shows it"
        case Federation(token_file=file):
            yield from _wrong_assertion(file, at)


def _wrong_secret(value: str) -> Iterator[tuple[str, str]]:
    if is_placeholder(value):
        yield "CLIENT_SECRET", "is still a placeholder"
    elif is_guid(value):
        yield (
            "CLIENT_SECRET",
            "is the secret's id: its value is wanted, which Entra shows once, when the secret is made",
        )


def _wrong_certificate(certificate: Certificate, at: datetime) -> Iterator[tuple[str, str]]:
    from service.certificates import key_pair_in  # noqa: PLC0415  cryptography is for who has a certificate

    try:
        pair = key_pair_in(certificate)
    except CertificateUnusable as unusable:
        yield unusable.setting, unusable.sentence
        return
    if at >= pair.ends:
        yield "CERTIFICATE_FILE", f"the certificate expired on {pair.ends:%-d %B %Y}: put a new one there and in Entra"
    elif at < pair.begins:
        yield (
            "CERTIFICATE_FILE",
            f"the certificate is good only from {pair.begins:%-d %B %Y}: check this machine's clock",
        )


def _wrong_assertion(file: Path, at: datetime) -> Iterator[tuple[str, str]]:
    """The signature is Entra's to check; whether the platform still renews the file is ours."""
    import jwt  # noqa: PLC0415  only federation reads a token here

    setting = "FEDERATED_TOKEN_FILE"
    try:
        claims = jwt.decode(file.read_text(encoding="ascii").strip(), options={"verify_signature": False})
        ends = datetime.fromtimestamp(float(claims["exp"]), UTC)
    except OSError:
        yield setting, "the file cannot be read: check the path, and that this account may read it"
    except (ValueError, KeyError, TypeError, OverflowError, jwt.InvalidTokenError):
        yield setting, "the file holds no token with an end: does the platform write it?"
    else:
        if at >= ends:
            yield setting, f"the token in it expired on {ends:%-d %B %Y at %H:%M} UTC: does the platform renew it?"
