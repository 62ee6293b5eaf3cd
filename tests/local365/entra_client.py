"""MSAL and plain HTTP against the local Entra."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msal  # pyright: ignore[reportMissingTypeStubs]  # ships none
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter

from local365.seed import APP_ID, APP_SECRET
from local365.server import Local365

GRAPH = "https://graph.microsoft.com/.default"
CONNECTOR = "https://api.botframework.com/.default"
MICROSOFT = "https://login.microsoftonline.com"


class Rerouted(HTTPAdapter):
    """Requests to Microsoft's Entra go to ours: MSAL asks there whether an authority is known."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = (request.url or "").replace(MICROSOFT, self._host)
        return super().send(request, *args, **kwargs)


def trusting(m365: Local365) -> requests.Session:
    """A session that trusts our authority and reads no environment, whose CA bundle would win over its own."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(m365.ca_file)
    session.mount(MICROSOFT, Rerouted(f"https://localhost:{m365.tls_port}"))
    return session


def msal_token(m365: Local365, credential: Any = APP_SECRET, scope: str = GRAPH, **more: Any) -> dict[str, Any]:
    """What MSAL's confidential client gets for client credentials."""
    settings = {"instance_discovery": False, **more}
    with trusting(m365) as session:
        app: Any = msal.ConfidentialClientApplication(
            APP_ID, client_credential=credential, authority=m365.authority, http_client=session, **settings
        )
        return app.acquire_token_for_client(scopes=[scope])


def posted(m365: Local365, tenant: str | None = None, **form: str) -> tuple[int, dict[str, Any]]:
    """The answer to a token request of these fields."""
    authority = m365.authority if tenant is None else m365.authority.replace(m365.authority.rsplit("/", 1)[1], tenant)
    with trusting(m365) as session:
        answer = session.post(f"{authority}/oauth2/v2.0/token", data=form)
        return answer.status_code, answer.json()


class OwnCertificate:
    """A key and a self-signed certificate, as an app keeps them."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "prevention-first")])
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(name, name, self.key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        certificate = builder.sign(self.key, hashes.SHA256())
        self.public_pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
        self.sha1 = certificate.fingerprint(hashes.SHA1()).hex()  # noqa: S303  the older way MSAL names a certificate
        form, secrecy = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        self.private_pem = self.key.private_bytes(serialization.Encoding.PEM, form, secrecy).decode()
