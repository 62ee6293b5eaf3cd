"""Every fact that code or a test cites stands in docs/facts.md, is cited somewhere, and says how it is known."""

import re
from collections import defaultdict
from collections.abc import Mapping

from tests.repo.tracked import ROOT, tracked_files

PAGE = "docs/facts.md"
CITED = re.compile(r"facts:\s+(?:# )?([a-z][a-z-]+[a-z])")
HOW = ("documented", "measured", "read", "seen", "open")
READ = {".py", ".js", ".md", ".toml"}


def facts() -> Mapping[str, str]:
    """Each fact by its heading's anchor, as GitHub makes one of it."""
    parts = re.split(r"^### (.+)$", (ROOT / PAGE).read_text(), flags=re.MULTILINE)
    return {heading.lower().replace(" ", "-"): text for heading, text in zip(parts[1::2], parts[2::2], strict=True)}


def citations() -> Mapping[str, list[str]]:
    """The files that cite each fact."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in tracked_files():
        if path.suffix in READ and "vendor" not in path.parts and str(path) != PAGE:
            for fact in CITED.findall((ROOT / path).read_text()):
                found[fact].append(str(path))
    return found


def test_every_fact_that_is_cited_is_there_and_every_one_that_is_there_is_cited() -> None:
    assert sorted(citations()) == sorted(facts())


def test_every_fact_says_how_it_is_known() -> None:
    assert [name for name, text in facts().items() if not any(word in text for word in HOW)] == []


def test_nothing_cites_a_page_that_is_not_in_the_checkout() -> None:
    beside = re.compile(r"facts/\w+\.md|(?<![\w/])(?:graph|teams|performance|engine)\.md \d")
    read = [path for path in tracked_files() if path.suffix in READ and "vendor" not in path.parts]

    assert [str(path) for path in read if beside.search((ROOT / path).read_text())] == []
