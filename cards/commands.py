"""What can be written to the bot: the table that the chat understands, the help shows and the app's manifest offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to write. `words` is what is offered, `others` are understood too; all in small letters."""

    words: LiteralString
    what: LiteralString
    others: frozenset[str] = frozenset()

    def is_said(self, said: str) -> bool:
        """True when `said`, in small letters, asks for it."""
        return said == self.words or said in self.others


NEW = Command(
    words="new",
    what="Send in an idea, a problem or an inefficiency",
    others=frozenset({"submit", "send", "send in", "new submission", "start again"}),
)
MY_CASES = Command(
    words="my cases",
    what="Your own cases: status, holder, date, decision",
    others=frozenset({"cases", "my case", "list", "status", "mine"}),
)
FIND = Command(words="find", what="Find a case by its number, its words or its status")
EVIDENCE = Command(words="evidence", what="Find what is known to work: “evidence” and a few words")
HELP = Command(
    words="help",
    what="What this is and what you can say",
    others=frozenset({"?", "what can you do", "commands"}),
)
HUB_HERE = Command(words="hub here", what="Make this channel the hub's: new cases are posted here")

PERSONAL = (NEW, MY_CASES, FIND, EVIDENCE, HELP)
"""Offered in a person's own chat."""

TEAM = (HUB_HERE, HELP)
"""Offered in a channel of the hub's team."""
