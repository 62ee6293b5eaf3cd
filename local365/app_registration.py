"""The app as Entra knows it: its id, and by what it may prove that it is itself.

Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Self

from cryptography import x509

from local365 import seed
from local365.access_tokens import CONNECTOR_AUDIENCE, GRAPH_AUDIENCE, Caller
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """A federated credential: an issuer whose assertions about `subject` are as good as a secret.

    `jwks`: the issuer's public keys. Entra reads them from the issuer's metadata; here they are registered.
    Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation
    """

    issuer: str
    subject: str
    audience: str = "api://AzureADTokenExchange"
    jwks: tuple[Json, ...]

    def to_json(self) -> Json:
        """What the control plane takes."""
        whose = {"issuer": self.issuer, "subject": self.subject, "audience": self.audience}
        return {**whose, "jwks": list(self.jwks)}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The credential that `to_json` wrote."""
        kept: Json = {**data, "jwks": tuple(data["jwks"])}
        return cls(**kept)


class Managed(Enum):
    """Whether the app is a managed identity of the machine that the bot runs on, and of which kind."""

    NOT = "not"
    SYSTEM_ASSIGNED = "system-assigned"
    USER_ASSIGNED = "user-assigned"


@dataclass(slots=True, kw_only=True)
class AppRegistration:
    """One app. `secrets` may be emptied to let the secret expire; `disabled` takes the service principal away."""

    app_id: str
    name: str
    roles: dict[str, frozenset[str]]
    secrets: set[str] = field(default_factory=set[str])
    certificates: list[bytes] = field(default_factory=list[bytes])
    federations: list[Federation] = field(default_factory=list[Federation])
    disabled: bool = False
    managed: Managed = Managed.NOT

    @classmethod
    def seeded(cls) -> Self:
        """The product's app with its secret and the permissions an administrator has consented to."""
        roles = {GRAPH_AUDIENCE: frozenset(seed.GRAPH_ROLES), CONNECTOR_AUDIENCE: frozenset[str]()}
        return cls(app_id=seed.APP_ID, name=seed.APP_NAME, roles=roles, secrets={seed.APP_SECRET})

    def caller(self, audience: str) -> Caller:
        """The app as a token for the audience names it."""
        return Caller(app_id=self.app_id, name=self.name, roles=self.roles[audience])

    def register(self, pem: str) -> None:
        """Assertions signed with the key of this certificate are accepted. ValueError when it is no certificate."""
        x509.load_pem_x509_certificate(pem.encode())
        self.certificates.append(pem.encode())

    def to_json(self) -> Json:
        """What `restore` reads back."""
        return {
            "secrets": sorted(self.secrets),
            "certificates": [pem.decode() for pem in self.certificates],
            "federations": [one.to_json() for one in self.federations],
            "graph_roles": sorted(self.roles[GRAPH_AUDIENCE]),
            "disabled": self.disabled,
            "managed": self.managed.value,
        }

    def restore(self, data: Json) -> None:
        """The registration is as `to_json` wrote it; what is not named stays as it is."""
        self.secrets = set(data.get("secrets", self.secrets))
        self.certificates = (
            [pem.encode() for pem in data["certificates"]] if "certificates" in data else self.certificates
        )
        if "federations" in data:
            self.federations = [Federation.from_json(one) for one in data["federations"]]
        if "graph_roles" in data:
            self.roles[GRAPH_AUDIENCE] = frozenset(data["graph_roles"])
        self.disabled = bool(data.get("disabled", self.disabled))
        self.managed = Managed(data.get("managed", self.managed))
