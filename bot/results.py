"""What a handler wants shown; the dispatcher turns it into what the client that asked can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """The pressed card becomes `card`; for everybody who sees it when `for_all`, else for the presser.

    Whoever says `for_all` has put what shows it to everybody (`bot.edge.shown_by`) into the transaction of the press.

    `closing`: what a dialog says as it closes; without it the dialog shows the card.
    """

    card: dict[str, Any]
    for_all: bool = False
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The pressed card becomes `card` for the presser alone; everybody else goes on seeing `shared`.

    A client that cannot show one person a card of their own is told `said`, when there is something to say.
    """

    card: dict[str, Any]
    shared: dict[str, Any]
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """`card` is a new message below; the pressed card stays as it is."""

    card: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A sentence to the presser; every card stays as it is, with whatever is typed in it."""

    sentence: str


Result = Replace | View | Post | Say
