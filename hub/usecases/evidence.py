"""Somebody looks for what is known to work. The library is public knowledge: everybody in the force may search it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hub.cases import Case
from hub.evidence import EvidenceItem
from hub.evidence_index import EvidenceIndex, Findings
from hub.people import AadId
from hub.ports import Store
from hub.usecases.casework import case_to_work


class Evidence(Protocol):
    """Where the evidence library is kept."""

    def read(self) -> EvidenceIndex:
        """The library, ready to be searched. The first time it may take a few tenths of a second."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvidence:
    """One page of evidence, best first. `more`: others come after it. `unknown`: words that the library has not got."""

    items: tuple[EvidenceItem, ...]
    more: bool
    unknown: tuple[str, ...]


def find_evidence(evidence: Evidence, text: str, *, skip: int = 0, most: int) -> FoundEvidence:
    """The evidence for the words of `text`; without words, the problem guides by title."""
    return _page(evidence.read().search(text), skip=skip, most=most)


def evidence_for_case(
    store: Store, evidence: Evidence, number: str, *, by: AadId, most: int
) -> tuple[Case, FoundEvidence]:
    """The case, and the evidence that its own words point to. Refused (NotHubStaff) to everybody but hub staff."""
    case, _ = case_to_work(store, number, by=by)
    sent = case.submission
    found = evidence.read().for_case(sent.title, f"{sent.details} {sent.tried} {sent.good}")
    return case, _page(found, skip=0, most=most)


def _page(found: Findings, *, skip: int, most: int) -> FoundEvidence:
    return FoundEvidence(
        items=tuple(found.items[skip : skip + most]),
        more=len(found.items) > skip + most,
        unknown=tuple(found.unknown),
    )
