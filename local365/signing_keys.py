"""RSA keys that sign tokens, published as a JSON Web Key Set and rotated on command."""

import base64
import uuid
from dataclasses import dataclass
from typing import Self

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local365.wire import Json


def new_rsa_key() -> rsa.RSAPrivateKey:
    """A fresh private key of 2048 bits; takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key: rsa.RSAPrivateKey) -> bytes:
    """The private key as unencrypted PKCS 8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _base64url(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """One key, named by its `kid`."""

    kid: str
    private: rsa.RSAPrivateKey

    @classmethod
    def fresh(cls) -> Self:
        """A new key under a new name."""
        return cls(kid=uuid.uuid4().hex[:27], private=new_rsa_key())

    def jwk(self) -> Json:
        """The public half. Source: https://www.rfc-editor.org/rfc/rfc7517"""
        numbers = self.private.public_key().public_numbers()
        names = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid, "alg": "RS256"}
        return {**names, "n": _base64url(numbers.n), "e": _base64url(numbers.e)}

    def sign(self, claims: Json) -> str:
        """A compact RS256 token of these claims."""
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid, "x5t": self.kid})


class KeyRing:
    """The keys a service publishes; the newest signs."""

    def __init__(self, keys: list[SigningKey]) -> None:
        self._keys = keys

    @classmethod
    def fresh(cls) -> Self:
        """A ring with one new key."""
        return cls([SigningKey.fresh()])

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        return self._keys[-1]

    def find(self, kid: str) -> SigningKey | None:
        """The published key of that name."""
        return next((key for key in self._keys if key.kid == kid), None)

    def rotate(self, *, keep_old: bool = True) -> None:
        """A new key signs from now on; the old ones stay published unless told otherwise."""
        self._keys = [*(self._keys if keep_old else ()), SigningKey.fresh()]

    def jwks(self) -> list[Json]:
        """The public halves, oldest first."""
        return [key.jwk() for key in self._keys]

    def to_json(self) -> list[Json]:
        """What `from_json` reads back; holds private keys."""
        return [{"kid": key.kid, "pem": pem_of(key.private).decode()} for key in self._keys]

    @classmethod
    def from_json(cls, data: list[Json]) -> Self:
        """The ring that `to_json` wrote."""
        return cls([SigningKey(kid=one["kid"], private=_private(one["pem"])) for one in data])


def _private(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a signing key is an RSA key")
    return key
