"""What goes wrong between us and Microsoft 365, by name."""

from __future__ import annotations

from typing import Any

from local365.faults import Fault, When
from local365.switches import DeltaMischief

SOON = {"Retry-After": "3"}
PARTS = "/v1.0/sites/*/lists/*/items*"  # alone or as a part of a batch
POSTS = "/connector/v3/conversations*"

FAULTS: dict[str, Fault] = {
    "Graph is away": Fault(path="/v1.0/*", status=503, times=3),
    "Graph asks for a pause": Fault(path="/v1.0/*", status=429, headers=SOON),
    "a part of a batch is throttled": Fault(path=PARTS, status=429, headers=SOON, every=2, times=2),
    "a row is made and the answer lost": Fault(method="POST", path=PARTS, status=504, when=When.AFTER_COMMIT),
    "a row is saved and the answer lost": Fault(method="PATCH", path=PARTS, status=504, when=When.AFTER_COMMIT),
    "a batch is done and the line cut": Fault(path="/v1.0/$batch", status=502, when=When.AFTER_COMMIT),
    "the line to Graph is cut": Fault(path="/v1.0/*", when=When.RESET, times=2),
    "the list cannot be read": Fault(method="GET", path="*/delta*", status=500),
    "the workbook cannot be read": Fault(method="GET", path="*/download.aspx", status=503),
    # cut, not answered: msal remembers a 503 for a minute of its own clock, and here time is the test's
    "Entra is away": Fault(path="*/oauth2/v2.0/token", when=When.RESET),
    "a message is posted and the answer lost": Fault(method="POST", path=POSTS, status=502, when=When.AFTER_COMMIT),
    "Teams refuses a message for now": Fault(method="POST", path=POSTS, status=412),
    "Teams asks for a pause": Fault(method="POST", path=POSTS, status=429, headers=SOON),
    "a card is not updated": Fault(method="PUT", path=POSTS, status=502),
    "a card is updated and the answer lost": Fault(method="PUT", path=POSTS, status=504, when=When.AFTER_COMMIT),
    "the bot's answer is lost": Fault(method="POST", path="/bot", status=504, when=When.AFTER_COMMIT),
}
_LATE = {"empty_pages": True, "repeats_in_delta": True, "batch_answers_reversed": True, "largest_page": 2}
_USUAL = {"empty_pages": False, "repeats_in_delta": False, "batch_answers_reversed": False, "largest_page": 5000}

SWITCHES: dict[str, dict[str, Any]] = {
    **{f"the next reading: {mischief.value}": {"delta_mischief": [mischief.value]} for mischief in DeltaMischief},
    "short, empty and repeated pages, parts last first": _LATE,
    "pages as usual": _USUAL,
}
