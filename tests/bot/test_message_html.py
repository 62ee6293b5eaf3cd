"""The body of a message becomes the words that its reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message_html import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>The lamps fail again.</p>", "The lamps fail again."),
        ("<div><div>One</div><div>Two</div></div>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<p>Gates:</p><ul><li>North</li><li>South</li></ul>", "Gates:\n• North\n• South"),
        ("<p>Fish &amp; chips&nbsp;&lt;3 &#163; caf&eacute;</p>", "Fish & chips <3 £ café"),
        ('<p>Ask <at id="0">Sample Oak</at> about it</p>', "Ask Sample Oak about it"),
        ('<p>Fine <emoji id="smile" alt="🙂" title="Smile"></emoji></p>', "Fine 🙂"),
        ('<p><img alt="the lane" src="https://x.example/1.png"></p>', "the lane"),
        ('<a href="https://x.example/plan">the plan</a>', "the plan (https://x.example/plan)"),
        ('<a href="https://x.example/">https://x.example</a>', "https://x.example"),
        ('<a href="javascript:alert(1)">the plan</a>', "the plan"),
        ("<table><tr><td>Gate</td><td>3</td></tr><tr><td>Lamp</td></tr></table>", "Gate 3\nLamp"),
        ("<p>One\n  two</p>\n<p>&nbsp;</p>\n<p>Three</p>", "One two\nThree"),
        ('<p>See</p><attachment id="a1"></attachment>', "See"),
        ("<style>p{color:red}</style><script>alert(1)</script><p>Words</p>", "Words"),
        ("<blockquote>They said</blockquote>I say", "They said\nI say"),
        ("<p>Never closed <b>bold", "Never closed bold"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("", ""),
    ],
)
def test_html_reads_as_its_words(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text(alphabet="<>/&;=\"'!-pabrlscitemgk \n", max_size=200))
def test_anything_is_read_as_far_as_it_goes(html: str) -> None:
    assert "\n\n" not in plain_text(html)
