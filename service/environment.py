"""The settings as the environment gives them: all mistakes in one message. The only module that reads it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.clocks import utc_now
from service.credential_settings import (
    ADMIN_PREFIX,
    PREFIX,
    AdminSettings,
    CredentialSettings,
    Mistake,
    SettingsWrong,
    admin_credential,
    own_credential,
)
from service.settings import Settings
from sync.headings import own_headings

Model = TypeVar("Model", bound=BaseModel)

_UNREADABLE = "names a file that cannot be read"
_OWN = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")
_ADMIN = SettingsConfigDict(env_prefix=ADMIN_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")


class _Settings(Settings, BaseSettings):
    model_config = _OWN

    @field_validator("forms_headings")
    @classmethod
    def _headings(cls, value: Path | None) -> Path | None:
        """Refuse a file of headings that nothing can be made of."""
        if value:
            own_headings(_text_of(value))
        return value

    @field_validator("ca_file")
    @classmethod
    def _certificates(cls, value: Path | None) -> Path | None:
        """Refuse a file without a certificate."""
        try:
            if value:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=value)
        except ssl.SSLError:
            raise ValueError("names a file that holds no certificate in PEM") from None
        except OSError:
            raise ValueError(_UNREADABLE) from None
        return value


class _Credential(CredentialSettings, BaseSettings):
    """Read by itself, so that its mistakes are found whatever else is missing."""

    model_config = _OWN

    app_id: str = ""


class _Admin(AdminSettings, BaseSettings):
    model_config = _ADMIN


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ValueError(_UNREADABLE) from None


def settings_from_environment() -> Settings:
    """The settings. SettingsWrong names every missing and every wrong one at once, and shows no value."""
    settings, mistakes = _read(_Settings, PREFIX)
    if settings is None:
        raise SettingsWrong(mistakes)
    return settings


def all_from_environment() -> tuple[Settings, AdminSettings]:
    """The settings and those of the separate identity, once the credentials of both are known to be good to begin with.

    SettingsWrong names every mistake in any of them at once.
    """
    at = utc_now()
    settings, wrong = _read(_Settings, PREFIX)
    admin, admin_wrong = _read(_Admin, ADMIN_PREFIX)
    mistakes = [*wrong, *_own_mistakes(at), *admin_wrong, *(admin_credential(admin, at=at).mistakes if admin else ())]
    if settings is None or admin is None or mistakes:
        raise SettingsWrong(mistakes)
    return settings, admin


def _own_mistakes(at: datetime) -> tuple[Mistake, ...]:
    given, wrong = _read(_Credential, PREFIX)
    return own_credential(given, given.app_id, at=at).mistakes if given else wrong


def _read(model: type[Model], prefix: str) -> tuple[Model | None, tuple[Mistake, ...]]:
    try:
        return model(), ()
    except ValidationError as error:
        return None, tuple(_mistakes(error, prefix))


def _mistakes(error: ValidationError, prefix: str) -> Iterator[Mistake]:
    for found in error.errors(include_input=False):
        setting = prefix + (str(found["loc"][0]).upper() if found["loc"] else "")
        sentence = "is missing" if found["type"] == "missing" else found["msg"].removeprefix("Value error, ")
        yield Mistake(setting=setting, sentence=sentence[:1].lower() + sentence[1:])
