"""Goldens compare, and are only ever written where a person asked for it."""

from pathlib import Path

import pytest

from tests.cards.golden import assert_golden, golden_text

CARD: dict[str, object] = {"type": "AdaptiveCard", "fallbackText": "Bücher & 😀"}


@pytest.fixture
def not_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("UPDATE_GOLDENS", "1")


def test_a_card_that_is_kept_passes(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(golden_text(CARD), encoding="utf-8")

    assert_golden("receipt", CARD, folder=tmp_path)


def test_a_card_that_changed_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDENS", raising=False)
    (tmp_path / "receipt.json").write_text(golden_text(CARD), encoding="utf-8")

    with pytest.raises(AssertionError, match="make goldens"):
        assert_golden("receipt", CARD | {"lang": "en-GB"}, folder=tmp_path)


def test_a_card_nobody_kept_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDENS", raising=False)

    with pytest.raises(AssertionError, match="not kept yet"):
        assert_golden("receipt", CARD, folder=tmp_path)


@pytest.mark.usefixtures("not_ci")
def test_make_goldens_keeps_the_card_in_words_a_person_can_read(tmp_path: Path) -> None:
    assert_golden("hub/receipt", CARD, folder=tmp_path)

    assert "Bücher & 😀" in (tmp_path / "hub/receipt.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("not_ci")
def test_ci_never_writes_a_golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(AssertionError, match="not kept yet"):
        assert_golden("receipt", CARD, folder=tmp_path)
    assert not (tmp_path / "receipt.json").exists()
