"""What Entra refuses, and with which of its codes."""

import base64

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from local365.client_proof import ASSERTION_TYPE
from local365.seed import APP_ID, APP_SECRET
from local365.server import Local365
from local365.signing_keys import SigningKey
from tests.local365.entra_client import GRAPH, OwnCertificate, msal_token, posted, trusting

GOOD = {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": APP_SECRET, "scope": GRAPH}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in GOOD.items() if name not in names}


@pytest.mark.parametrize(
    ("form", "status", "error", "code"),
    [
        (without("grant_type"), 400, "invalid_request", 900144),
        ({**GOOD, "grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        (without("client_id"), 400, "invalid_request", 900144),
        ({**GOOD, "client_id": "somebody"}, 400, "unauthorized_client", 700016),
        (without("scope"), 400, "invalid_request", 900144),
        ({**GOOD, "scope": "https://graph.microsoft.com/Sites.Read.All"}, 400, "invalid_scope", 1002012),
        ({**GOOD, "scope": "https://vault.azure.net/.default"}, 400, "invalid_resource", 500011),
        (without("client_secret"), 401, "invalid_client", 7000218),
        ({**GOOD, "client_secret": "wrong"}, 401, "invalid_client", 7000215),
    ],
)
def test_each_fault_of_a_request_has_its_code(
    m365: Local365, form: dict[str, str], status: int, error: str, code: int
) -> None:
    answered, body = posted(m365, **form)

    assert (answered, body["error"], body["error_codes"]) == (status, error, [code])
    assert body["error_description"].startswith(f"AADSTS{code}: ")


def test_another_tenant_is_unknown(m365: Local365) -> None:
    status, body = posted(m365, "elsewhere", **GOOD)

    assert (status, body["error_codes"]) == (400, [90002])


def test_a_secret_that_has_expired_says_so(m365: Local365) -> None:
    m365.tenant.app.secrets.clear()

    answer = msal_token(m365)

    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [7000222])


def test_a_disabled_app_gets_no_token(m365: Local365) -> None:
    m365.tenant.app.disabled = True

    status, body = posted(m365, **GOOD)

    assert (status, body["error_codes"]) == (400, [7000112])


def test_a_certificate_nobody_registered_is_refused(m365: Local365) -> None:
    own = OwnCertificate()

    answer = msal_token(m365, {"private_key": own.private_pem, "public_certificate": own.public_pem})

    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [700027])


def test_a_registered_certificate_does_not_cover_another_key(m365: Local365) -> None:
    own, other = OwnCertificate(), OwnCertificate()
    m365.tenant.app.register(own.public_pem)

    answer = msal_token(m365, {"private_key": other.private_pem, "public_certificate": own.public_pem})

    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [700027])


def test_a_certificates_assertion_without_an_id_of_its_own_is_refused(m365: Local365) -> None:
    own = OwnCertificate()
    m365.tenant.app.register(own.public_pem)
    der = x509.load_pem_x509_certificate(own.public_pem.encode()).fingerprint(hashes.SHA256())
    header = {"x5t#S256": base64.urlsafe_b64encode(der).decode().rstrip("=")}
    expires = m365.tenant.tokens.now().timestamp() + 60
    claims = {"iss": APP_ID, "sub": APP_ID, "aud": f"{m365.authority}/oauth2/v2.0/token", "exp": expires}

    without_id = asserted(m365, jwt.encode(claims, own.key, "PS256", header))
    with_id = posted(
        m365,
        **without("client_secret"),
        client_assertion=jwt.encode({**claims, "jti": "1"}, own.key, "PS256", header),
        client_assertion_type=ASSERTION_TYPE,
    )

    assert (without_id, with_id[0]) == ((401, [50027]), 200)


def asserted(m365: Local365, assertion: str) -> tuple[int, list[int]]:
    proof = {"client_assertion": assertion, "client_assertion_type": ASSERTION_TYPE}
    status, body = posted(m365, **without("client_secret"), **proof)
    return status, body["error_codes"]


def test_an_assertion_that_cannot_be_read_is_refused(m365: Local365) -> None:
    assert asserted(m365, "not.a.token") == (401, [50027])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"iss": "https://other.example"}, 700211),
        ({"aud": "somebody else"}, 700212),
        ({"sub": "another workload"}, 700213),
        ({"exp": 0}, 700024),
    ],
)
def test_a_federated_assertion_has_to_fit_in_each_part(m365: Local365, changed: dict[str, object], code: int) -> None:
    own = OwnCertificate()
    jwk = SigningKey(kid="cluster", private=own.key).jwk()
    record = {"issuer": "https://cluster.example", "subject": "workload", "audience": "api://exchange", "jwks": [jwk]}
    m365.tenant.app.restore({"federations": [record]})
    expires = m365.tenant.tokens.now().timestamp() + 60
    claims = {"iss": "https://cluster.example", "sub": "workload", "aud": "api://exchange", "exp": expires}

    assertion = jwt.encode({**claims, **changed}, own.key, "RS256", {"kid": "cluster"})

    assert asserted(m365, assertion) == (401, [code])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff=%zz"),
        ("multipart/form-data", b"a"),
        ("text/plain; charset=nope", b"grant_type=client_credentials"),
        ("application/json", b"{}"),
    ],
)
def test_a_body_that_is_no_form_lacks_the_first_parameter(m365: Local365, kind: str, body: bytes) -> None:
    """https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"""
    with trusting(m365) as session:
        answer = session.post(f"{m365.authority}/oauth2/v2.0/token", data=body, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["error_codes"]) == (400, [900144])
