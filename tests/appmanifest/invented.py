"""An invented force's environment, valid unless a test says otherwise."""

from pathlib import Path

from appmanifest.environments import Environment, environments_of

SAMPLE = Path(__file__).with_name("sample.toml")


def environment(name: str = "live") -> Environment:
    return next(one for one in environments_of(SAMPLE) if one.environment == name)
