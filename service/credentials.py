"""By what the service proves to Entra who it is: four kinds, as values. Secrets are never printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A client secret of the app registration. Entra lets it live two years at most."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate of the app registration, and its key: PEM or PFX. Renewed on disk, it is used without a restart.

    `key_file`: the key in PEM when it is not in `file`. `password`: of the PFX, or of an encrypted key.
    """

    file: Path
    key_file: Path | None = None
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedIdentity:
    """An identity that Azure gives to the machine. Empty `client_id`: the machine's own ("system-assigned")."""

    client_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """Workload federation: a file in which the platform keeps an assertion fresh that Entra trusts."""

    token_file: Path


Credential = Secret | Certificate | ManagedIdentity | Federation


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One application in one tenant.

    `authority`: Entra with the tenant in its path. `ca_file`: PEM of the authority's certificate authority when it is
    not a public one. `prefix`: what the names of its settings start with, for sentences.
    """

    client_id: str
    authority: str
    credential: Credential
    prefix: str
    ca_file: Path | None = None


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
