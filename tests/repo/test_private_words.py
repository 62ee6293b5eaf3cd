"""What must never be in the repository: this machine, a secret, a host that only somebody's machine knows."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from yarl import URL

from tests.repo.tracked import ROOT, tracked_files

PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}
SHAPES = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}"),
    "a signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    "a token of a code host": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bglpat-[A-Za-z0-9_-]{20,}"),
    "a key of a cloud": re.compile(r"\bAKIA[0-9A-Z]{16}\b|AccountKey=[A-Za-z0-9+/=]{40,}"),
    # Invented hosts (a bare word, .example) are how a test shows an address.
    "a password in an address": re.compile(
        r"[a-z]+://[^\s/:@\"'{}<>]+:[^\s/:@\"'{}<>]+@(?!127\.|[\w.-]+\.example)[\w-]+\.[\w.-]+"
    ),
    "somebody's home folder": re.compile(r"(?<![\w.])/(?:home|Users)/[A-Za-z]\w+|(?<![\w./}])/root/\w|C:\\\\?Users"),
}
BINARY = {".png", ".xlsx", ".woff2", ".ico", ".zip"}


def texts() -> list[tuple[Path, str]]:
    here = Path(__file__).name
    kept = [path for path in tracked_files() if path.suffix not in BINARY and path.name != here]
    return [(path, (ROOT / path).read_text(encoding="utf-8")) for path in kept]


@pytest.mark.parametrize("what", SHAPES)
def test_no_file_holds(what: str) -> None:
    assert [str(path) for path, text in texts() if SHAPES[what].search(text)] == []


def test_no_file_names_the_folder_this_checkout_stands_in() -> None:
    # Not behind a word: `drive/root/children` is Microsoft's path, and /root/ some person's home.
    # A container's checkout at /app is nobody's folder, and other files may well name it.
    folders = [f"{folder}/" for folder in (ROOT, Path.home()) if len(folder.parts) > 2 or folder == Path("/root")]
    here = re.compile(rf"(?<![\w}}])(?:{'|'.join(map(re.escape, folders)) or '(?!)'})")

    assert [str(path) for path, text in texts() if here.search(text)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a private key", f"-----BEGIN RSA PRIVATE KEY-----\n{'A' * 64}"),
        ("a signed token", ".".join(["eyJ" + "a" * 20, "eyJ" + "b" * 20, "c" * 20])),
        ("a token of a code host", "ghp_" + "a" * 36),
        ("a key of a cloud", "AKIA" + "A" * 16),
        ("a password in an address", "postgresql://someone:hunter2@db.somewhere.net/x"),
        ("somebody's home folder", "/home/someone/repo"),
    ],
)
def test_the_shapes_are_recognised(what: str, text: str) -> None:
    assert SHAPES[what].search(text) is not None


def test_the_python_lock_names_public_hosts_only() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    urls: list[str] = re.findall(r"https?://[^\"'\s]+", json.dumps(lock, default=str))

    assert {URL(url).host for url in urls} <= PUBLIC_HOSTS


def test_the_npm_lock_names_public_hosts_only_and_every_package_has_its_digest() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, str]] = {name: package for name, package in lock["packages"].items() if name}
    resolved = [package["resolved"] for package in packages.values() if "resolved" in package]

    assert {URL(url).host for url in resolved} <= PUBLIC_HOSTS
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []


def test_the_tools_from_npm_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]

    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
