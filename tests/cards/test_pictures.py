"""The page of pictures shows every card there is, and none that is gone."""

from __future__ import annotations

from pathlib import Path

from tests.cards.gallery import gallery
from tests.cards.when_seen import WHEN_SEEN
from tests.pictures import FOLDER, INDEX, index


def test_each_card_is_in_the_docs_with_a_sentence_on_when_it_is_seen() -> None:
    assert set(WHEN_SEEN) == set(gallery())
    assert INDEX.read_text(encoding="utf-8") == index(), "run `make pictures` and look at what changed"


def test_each_card_has_a_picture_and_no_picture_is_of_a_card_that_is_gone() -> None:
    assert {picture.stem for picture in FOLDER.glob("*.png")} == set(gallery())


def test_the_pictures_are_small_enough_for_a_repository(root: Path) -> None:
    pictures = (root / "docs/pictures/cards").glob("*.png")

    assert sum(picture.stat().st_size for picture in pictures) < 4_000_000  # bytes
