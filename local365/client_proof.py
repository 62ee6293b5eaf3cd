"""How an app proves to Entra that it is itself: a secret, a certificate, or a federated assertion.

Sources: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

import base64
import binascii
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import unquote_plus

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from local365.app_registration import AppRegistration, Federation
from local365.entra_errors import invalid_client, two_proofs
from local365.wire import Json

T = TypeVar("T")

PROOFS = frozenset({"client_secret", "client_assertion"})
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["RS256", "PS256"]
# Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
FEDERATED_ALGORITHMS = ["RS256"]
# Seconds a client's clock may be wrong.
SKEW_S = 300


def with_basic(form: Json, authorization: str | None) -> Json:
    """The form with the id and the secret of an `Authorization: Basic` header, each URL-encoded in there.

    EntraError 401 for a header that can't be read, 400 for one beside another proof or of another client.
    Sources: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
    https://datatracker.ietf.org/doc/html/rfc6749#section-2.3.1
    """
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return form
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise invalid_client(7000215, "Invalid client secret provided.") from error
    named = unquote_plus(client_id)
    if not colon or not PROOFS.isdisjoint(form) or form.get("client_id", named) != named:
        raise two_proofs()
    return {**form, "client_id": named, "client_secret": unquote_plus(secret)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientProof:
    """What came with a token request, and what it is checked against. `endpoint`: the token endpoint's URL."""

    app: AppRegistration
    endpoint: str
    at: datetime

    def check(self, form: Json) -> None:
        """The client is the app. EntraError 401 when that is not proved."""
        if "client_assertion" in form:
            self._check_assertion(form["client_assertion"], form.get("client_assertion_type"))
        elif "client_secret" in form:
            self._check_secret(form["client_secret"])
        else:
            wanted = "'client_assertion' or 'client_secret'"
            raise invalid_client(7000218, f"The request body must contain the following parameter: {wanted}.")

    def _check_secret(self, secret: str) -> None:
        if not self.app.secrets:
            message = f"The provided client secret keys for app '{self.app.app_id}' are expired."
            raise invalid_client(7000222, message)
        if not any(hmac.compare_digest(secret.encode(), one.encode()) for one in self.app.secrets):
            raise invalid_client(7000215, "Invalid client secret provided.")

    def _check_assertion(self, assertion: str, assertion_type: str | None) -> None:
        if assertion_type != ASSERTION_TYPE:
            raise invalid_client(50027, "JWT token is invalid or malformed: client_assertion_type is not supported.")
        try:
            header = jwt.get_unverified_header(assertion)
            issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
        except jwt.InvalidTokenError as error:
            raise invalid_client(50027, "JWT token is invalid or malformed.") from error
        if issuer == self.app.app_id:
            self._check_certificate(assertion, header)
        else:
            self._check_federation(assertion, header, str(issuer))

    def _check_certificate(self, assertion: str, header: Json) -> None:
        certificate = self._certificate_named(header)
        if certificate is None:
            raise invalid_client(
                700027,
                "The certificate with identifier used to sign the client assertion is not registered on application.",
            )
        if not certificate.not_valid_before_utc <= self.at < certificate.not_valid_after_utc:
            raise invalid_client(700027, "The certificate used to sign the client assertion is expired.")
        claims = self._signed(assertion, certificate.public_key(), ALGORITHMS)
        if not claims.get("jti"):
            raise invalid_client(50027, "JWT token is invalid or malformed: the claim 'jti' is missing.")
        if claims.get("aud") != self.endpoint or claims.get("sub") != self.app.app_id:
            raise invalid_client(700023, "Client assertion audience claim does not match Realm issuer.")

    def _certificate_named(self, header: Json) -> x509.Certificate | None:
        # MSAL leaves the padding on, RFC 7515 takes it off; Entra minds neither.
        by_sha256, by_sha1 = (str(header.get(name, "")).rstrip("=") for name in ("x5t#S256", "x5t"))
        certificates = [x509.load_pem_x509_certificate(pem) for pem in self.app.certificates]
        return _first(
            one
            for one in certificates
            if by_sha256 == _thumbprint(one, hashes.SHA256()) or by_sha1 == _thumbprint(one, hashes.SHA1())  # noqa: S303  the older of the two ways Entra names a certificate
        )

    def _check_federation(self, assertion: str, header: Json, issuer: str) -> None:
        federation = _first(one for one in self.app.federations if one.issuer == issuer)
        if federation is None:
            message = f"No matching federated identity record found for presented assertion issuer '{issuer}'."
            raise invalid_client(700211, message)
        claims = self._signed(assertion, _key_named(federation, header.get("kid")), FEDERATED_ALGORITHMS)
        if claims.get("aud") != federation.audience:
            raise invalid_client(
                700212, "No matching federated identity record found for presented assertion audience."
            )
        if claims.get("sub") != federation.subject:
            raise invalid_client(700213, "No matching federated identity record found for presented assertion subject.")

    def _signed(self, assertion: str, key: Any, algorithms: list[str]) -> Json:
        options: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        try:
            claims = jwt.decode(assertion, key, algorithms=algorithms, options=options)
        except (jwt.InvalidTokenError, TypeError) as error:
            raise invalid_client(700027, "Client assertion contains an invalid signature.") from error
        at = self.at.timestamp()
        begins, ends = claims.get("nbf", at), claims.get("exp", 0)
        if not (isinstance(begins, int | float) and isinstance(ends, int | float)):
            raise invalid_client(50027, "JWT token is invalid or malformed: 'nbf' or 'exp' is no number.")
        if not begins - SKEW_S <= at < ends + SKEW_S:
            raise invalid_client(700024, "Client assertion is not within its valid time range.")
        return claims


def _thumbprint(certificate: x509.Certificate, algorithm: hashes.HashAlgorithm) -> str:
    return base64.urlsafe_b64encode(certificate.fingerprint(algorithm)).decode().rstrip("=")


def _key_named(federation: Federation, kid: object) -> rsa.RSAPublicKey | None:
    jwk = _first(one for one in federation.jwks if one.get("kid") == kid)
    key = None if jwk is None else jwt.PyJWK(jwk, algorithm="RS256").key
    return key if isinstance(key, rsa.RSAPublicKey) else None


def _first(found: Iterable[T]) -> T | None:
    return next(iter(found), None)
