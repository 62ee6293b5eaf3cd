"""Finding what is known to work: in the compose box, in the chat and from a case; and the card that is shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from cards.actions import Verb, button
from cards.elements import (
    Element,
    action_set,
    card,
    container,
    heading,
    input_text,
    line,
    link,
    open_page,
    rows,
    run,
    subheading,
    text,
    typed_text,
)
from cards.parts import send_in
from cards.search import ADAPTIVE, THUMBNAIL
from cards.typed import bare, one_line, shorten
from hub.cases import Case
from hub.evidence import Award, EvidenceItem, EvidenceKind

SOUGHT = "sought"
"""The name of the input in which somebody says what evidence they look for."""

KINDS: dict[EvidenceKind, LiteralString] = {
    EvidenceKind.PROBLEM_GUIDE: "Problem guide",
    EvidenceKind.RESPONSE_GUIDE: "Response guide",
    EvidenceKind.TOOL_GUIDE: "Tool guide",
    EvidenceKind.FOUNDATION: "Handbook",
    EvidenceKind.PROJECT: "Project",
}

AWARDS: dict[Award, LiteralString] = {
    Award.WINNER: "Winner of the Goldstein award",
    Award.FINALIST: "Finalist for the Goldstein award",
    Award.HONOURABLE_MENTION: "Honourable mention for the Goldstein award",
    Award.ENTERED: "Sent in for the Goldstein award",
}


def shared_evidence(item: EvidenceItem) -> Element:
    """The evidence item for everybody in somebody's conversation: what it is, who wrote it, and the way to it."""
    return card(
        [
            heading(KINDS[item.kind]),
            line(run(_title(item), bold=True), spacing="Small"),
            *rows(
                [
                    ("By", item.author),
                    ("Place", item.place),
                    ("Year", str(item.year or "")),
                    ("Award", _award(item)),
                ]
            ),
            *_sections(item),
            *_way_to(item),
            line(
                run(
                    "Listed by the ASU Center for Problem-Oriented Policing. The document belongs to its authors.",
                    subtle=True,
                )
            ),
        ],
        fallback_text=f"{KINDS[item.kind]} from the evidence library.",
    )


def found_in_compose_box(item: EvidenceItem) -> Element:
    """The evidence item as one result of a message extension: what the list shows, and the card that is shared."""
    preview = {"title": bare(_title(item)), "text": bare(_facts(item))}
    return {
        "contentType": ADAPTIVE,
        "content": shared_evidence(item),
        "preview": {"contentType": THUMBNAIL, "content": preview},
    }


def nothing_found(words: str) -> str:
    """Said when the library has none of the words."""
    typed = shorten(one_line(words), _LONGEST_QUOTED)
    return (
        f"The evidence library has nothing for “{typed}”. Try the problem in other words, as in burglary, begging or "
        "speeding; or send it in, and the hub looks further."
    )


def look_card() -> Element:
    """A box to say what evidence is looked for, and what can be said."""
    return card(
        [
            heading("Find what is known to work"),
            text("Guides on common problems, and what other forces did about theirs, since 1993."),
            input_text(
                SOUGHT,
                label="What is the problem?",
                hint="As in shoplifting, or begging",
                needed="Write a word or two.",
                lines=False,
            ),
            text("Place, year, kind and award count too, as in: evidence begging winner", subtle=True),
            action_set(button("Look for evidence", Verb.EVIDENCE, primary=True)),
        ],
        fallback_text="Find what is known to work: write “evidence” and a few words.",
    )


def found_evidence(items: Sequence[EvidenceItem], words: str, *, more: bool, unknown: Sequence[str]) -> Element:
    """The evidence that was found for what somebody wrote in the chat, best first; each leads to its document."""
    if not items:
        return _nothing(words)
    return card(
        [
            heading("What is known to work"),
            *_without(unknown),
            *_list(items),
            text(_MORE if more else _TO_SHARE, subtle=True, spacing="Medium"),
        ],
        fallback_text=f"What is known to work: {_counted(items)}.",
    )


def evidence_for_case(case: Case, items: Sequence[EvidenceItem]) -> Element:
    """The evidence that a case's own words point to, for whoever works it."""
    return card(
        [
            heading("what is known to work", case=case.number),
            *(_list(items) or [text("No guide has the words of this case.")]),
            text(
                "Found by the words of the case. For other words, write “evidence” and the words to the app.",
                subtle=True,
                spacing="Medium",
            ),
        ],
        fallback_text=f"{case.number}, what is known to work: {_counted(items)}.",
    )


def _nothing(words: str) -> Element:
    return card(
        [heading("Nothing found"), line(nothing_found(words)), action_set(send_in())],
        fallback_text="The evidence library has nothing for these words.",
    )


def _counted(items: Sequence[EvidenceItem]) -> str:
    return "one guide or project" if len(items) == 1 else f"{len(items)} guides and projects"


def _without(unknown: Sequence[str]) -> list[Element]:
    if not unknown:
        return []
    words = " or ".join(f"“{shorten(one_line(word), _LONGEST_QUOTED)}”" for word in unknown)
    return [line(f"Nothing has {words}. This is for the rest of what you wrote.")]


def _list(items: Sequence[EvidenceItem]) -> list[Element]:
    return [
        container(
            [line(link(_title(item), item.url, bold=True)), line(run(_facts(item), subtle=True), spacing="None")],
            separator=number > 0,
        )
        for number, item in enumerate(items)
    ]


def _way_to(item: EvidenceItem) -> list[Element]:
    opens = open_page("Open the guide" if item.is_guide else "Open the report", item.url)
    if not opens:
        return [text("The library has no link to it. Search the web for its title.")]
    if item.link_year is None:
        return [action_set(*opens)]
    doubt = f"The document is filed under {item.link_year}. Check that it is this one."
    return [action_set(*opens), line(doubt, spacing="Small")]


def _sections(item: EvidenceItem) -> list[Element]:
    if not item.sections:
        return []
    covered = "\n".join(shorten(one_line(one), _LONGEST_SECTION) for one in item.sections)
    return [
        subheading("What it covers"),
        typed_text(covered, longest=_LONGEST_COVERED, lines=_MOST_SECTIONS, rest="\n…"),
    ]


def _title(item: EvidenceItem) -> str:
    return shorten(one_line(item.title), _LONGEST_TITLE)


def _facts(item: EvidenceItem) -> str:
    """Kind, author, place and year, as far as they are known, and an award when one was won."""
    known = [KINDS[item.kind], *(shorten(one_line(one), _LONGEST_FACT) for one in (item.author, item.place))]
    won = "" if item.award in {None, Award.ENTERED} else f" {_award(item)}."
    return ", ".join([*(one for one in known if one), *([str(item.year)] if item.year else [])]) + f".{won}"


def _award(item: EvidenceItem) -> str:
    if item.award is None:
        return ""
    return AWARDS[item.award] + (", by its file name" if item.award_by_file_name else "")


_MORE = "There are more. Add a word to find fewer."
_TO_SHARE = "To share one, choose “Find evidence” below the box in which you write."
_LONGEST_QUOTED = 60  # characters
_LONGEST_TITLE = 160  # characters; the library's longest has 151
_LONGEST_FACT = 80  # characters
_LONGEST_SECTION = 120  # characters
_LONGEST_COVERED = 1000  # characters
_MOST_SECTIONS = 15
