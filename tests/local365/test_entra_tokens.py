"""Tokens as MSAL gets them, and as the services read them."""

from typing import Any

import aiohttp
import jwt
import orjson
import pytest

from local365.access_tokens import BadToken
from local365.bearer import caller_of
from local365.seed import APP_ID, APP_SECRET, TENANT_ID
from local365.server import Local365
from local365.signing_keys import SigningKey
from tests.local365.entra_client import CONNECTOR, GRAPH, OwnCertificate, msal_token, posted, trusting


def claims_of(answer: dict[str, Any]) -> dict[str, Any]:
    return jwt.decode(answer["access_token"], options={"verify_signature": False})


@pytest.mark.parametrize(
    ("scope", "audience"),
    [(GRAPH, "https://graph.microsoft.com"), (CONNECTOR, "https://api.botframework.com")],
)
def test_msal_gets_a_token_for_each_resource(m365: Local365, scope: str, audience: str) -> None:
    claims = claims_of(msal_token(m365, scope=scope))

    assert (claims["aud"], claims["appid"], claims["tid"]) == (audience, APP_ID, TENANT_ID)


def test_a_graph_token_carries_the_apps_permissions(m365: Local365) -> None:
    claims = claims_of(msal_token(m365))

    assert "Sites.Selected" in claims["roles"]


def test_a_secret_may_stand_in_a_basic_header(m365: Local365) -> None:
    """https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow: "also supported"."""
    form = {"grant_type": "client_credentials", "scope": GRAPH}
    with trusting(m365) as session:
        answer = session.post(f"{m365.authority}/oauth2/v2.0/token", data=form, auth=(APP_ID, APP_SECRET)).json()
        metadata = session.get(f"{m365.authority}/v2.0/.well-known/openid-configuration").json()

    assert claims_of(answer)["appid"] == APP_ID
    assert "client_secret_basic" in metadata["token_endpoint_auth_methods_supported"]


@pytest.mark.parametrize("discovery", [True, False])
def test_msal_is_content_with_and_without_instance_discovery(m365: Local365, discovery: bool) -> None:
    answer = msal_token(m365, instance_discovery=discovery)

    assert answer["token_type"] == "Bearer"


def test_a_certificate_is_as_good_as_a_secret(m365: Local365) -> None:
    own = OwnCertificate()
    m365.tenant.app.register(own.public_pem)

    answer = msal_token(m365, {"private_key": own.private_pem, "public_certificate": own.public_pem})

    assert claims_of(answer)["appid"] == APP_ID


def test_a_certificate_named_by_its_sha_1_thumbprint_is_taken_too(m365: Local365) -> None:
    own = OwnCertificate()
    m365.tenant.app.register(own.public_pem)

    answer = msal_token(m365, {"private_key": own.private_pem, "thumbprint": own.sha1})

    assert claims_of(answer)["appid"] == APP_ID


def test_an_assertion_of_a_federated_issuer_is_as_good_as_a_secret(m365: Local365) -> None:
    own = OwnCertificate()
    jwk = SigningKey(kid="cluster", private=own.key).jwk()
    federation = {"issuer": "https://cluster.example", "subject": "system:serviceaccount:pf", "jwks": [jwk]}
    m365.tenant.app.restore({"federations": [{**federation, "audience": "api://AzureADTokenExchange"}]})
    claims = {
        "iss": "https://cluster.example",
        "sub": "system:serviceaccount:pf",
        "exp": m365.tenant.tokens.now().timestamp() + 60,
    }
    assertion = jwt.encode({**claims, "aud": "api://AzureADTokenExchange"}, own.key, "RS256", {"kid": "cluster"})

    answer = msal_token(m365, {"client_assertion": lambda: assertion})

    assert claims_of(answer)["appid"] == APP_ID


def test_tokens_live_as_long_as_they_are_told_to(m365: Local365) -> None:
    m365.tenant.tokens.lifetime_s = 90

    answer = msal_token(m365)

    claims = claims_of(answer)
    assert (answer["expires_in"], claims["exp"] - claims["iat"]) == (90, 90)


async def graph_status(m365: Local365, token: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(f"{m365.graph_url}/users", headers=headers) as answer:
        return answer.status, answer.headers.get("WWW-Authenticate", "")


async def test_graph_takes_the_token_msal_got(m365: Local365) -> None:
    token = msal_token(m365)["access_token"]

    assert (await graph_status(m365, token))[0] == 200


async def test_a_revoked_token_is_answered_with_a_claims_challenge(m365: Local365) -> None:
    token = msal_token(m365, client_capabilities=["CP1"])["access_token"]
    m365.tenant.tokens.revoke_all()

    status, challenge = await graph_status(m365, token)

    assert (status, 'error="insufficient_claims", claims="' in challenge) == (401, True)


async def test_a_client_that_does_not_handle_challenges_gets_none(m365: Local365) -> None:
    token = msal_token(m365)["access_token"]
    m365.tenant.tokens.revoke_all()

    status, challenge = await graph_status(m365, token)

    assert (status, "claims" in challenge) == (401, False)


def test_a_token_is_good_no_earlier_than_the_challenge_asks(m365: Local365) -> None:
    at = int(m365.tenant.tokens.now().timestamp())
    claims = orjson.dumps({"access_token": {"nbf": {"essential": True, "value": str(at)}}}).decode()
    form = {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": "local-only-secret"}

    _, answer = posted(m365, **form, scope=GRAPH, claims=claims)

    assert claims_of(answer)["nbf"] == at


def test_what_is_no_claims_request_is_refused(m365: Local365) -> None:
    form = {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": "local-only-secret"}

    status, answer = posted(m365, **form, scope=GRAPH, claims="[1")

    assert (status, answer["error"]) == (400, "invalid_request")


async def test_an_expired_token_is_401_without_a_challenge_of_claims(m365: Local365) -> None:
    m365.tenant.tokens.lifetime_s = 0
    token = posted(
        m365, grant_type="client_credentials", client_id=APP_ID, client_secret="local-only-secret", scope=GRAPH
    )

    status, challenge = await graph_status(m365, token[1]["access_token"])

    assert (status, "claims" in challenge) == (401, False)


def test_a_token_signed_by_somebody_else_is_not_taken(m365: Local365) -> None:
    claims = claims_of(msal_token(m365))
    forged = jwt.encode(claims, OwnCertificate().key, "RS256", {"kid": m365.tenant.tokens.keys.current.kid})

    with pytest.raises(BadToken):
        caller_of(m365.tenant.tokens, f"Bearer {forged}")


def test_the_published_keys_verify_a_token(m365: Local365) -> None:
    answer = msal_token(m365)

    with trusting(m365) as session:
        metadata = session.get(f"{m365.authority}/v2.0/.well-known/openid-configuration").json()
        keys = jwt.PyJWKSet.from_dict(session.get(metadata["jwks_uri"]).json())
    key = keys[jwt.get_unverified_header(answer["access_token"])["kid"]]
    claims = jwt.decode(answer["access_token"], key, audience="https://graph.microsoft.com")
    assert claims["iss"] == f"https://sts.windows.net/{TENANT_ID}/"


def test_after_a_rotation_old_tokens_stay_good_while_the_old_key_is_published(m365: Local365) -> None:
    old = msal_token(m365)["access_token"]

    m365.tenant.tokens.keys.rotate()

    new = msal_token(m365)["access_token"]
    assert jwt.get_unverified_header(old)["kid"] != jwt.get_unverified_header(new)["kid"]
    assert caller_of(m365.tenant.tokens, f"Bearer {old}") == caller_of(m365.tenant.tokens, f"Bearer {new}")


def test_an_old_token_is_void_once_its_key_is_forgotten(m365: Local365) -> None:
    old = msal_token(m365)["access_token"]

    m365.tenant.tokens.keys.rotate(keep_old=False)

    with pytest.raises(BadToken):
        caller_of(m365.tenant.tokens, f"Bearer {old}")
