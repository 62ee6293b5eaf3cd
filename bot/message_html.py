"""The body of a Teams message as plain words.

Source: https://learn.microsoft.com/graph/api/resources/chatmessage#properties (body, attachments, mentions)
"""

from __future__ import annotations

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "blockquote", "pre", "ul", "ol", "table"})
_SILENT = frozenset({"script", "style", "head", "title"})
_CELLS = frozenset({"td", "th"})


def plain_text(html: str) -> str:
    """What a reader reads: a line for each block, a bullet for each item, pictures by their alt text.

    Whatever is not closed, nested wrongly or no HTML at all is read as far as it goes; nothing is refused.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = 0
        self._link = ""
        self._linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self._link, self._linked = said.get("href", ""), []
            case "li":
                self._parts.append("\n• ")
            case "img" | "emoji":
                self._say(said.get("alt", ""))
            case _ if tag in _SILENT:
                self._silent += 1
            case _ if tag in _BREAKS:
                self._parts.append("\n")
            case _:
                self._parts.append(" " if tag in _CELLS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS and tag != "br":
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        # Line ends in HTML are blanks; the block elements make the lines.
        self._say(data.replace("\n", " "))

    def text(self) -> str:
        """All that was read, without blank lines."""
        lines = (" ".join(line.split()) for line in "".join(self._parts).replace("\xa0", " ").split("\n"))
        return "\n".join(line for line in lines if line.strip("• "))

    def _say(self, words: str) -> None:
        if not self._silent:
            self._parts.append(words)
            self._linked.append(words)

    def _end_link(self) -> None:
        shown = "".join(self._linked).strip()
        if self._link.startswith(("http://", "https://")) and self._link.rstrip("/") != shown.rstrip("/"):
            self._parts.append(f" ({self._link})")
        self._link = ""
