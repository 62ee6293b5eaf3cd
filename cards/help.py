"""Who we are, what you can write, and a channel that has become the hub's."""

from __future__ import annotations

from cards.actions import Verb, button
from cards.commands import HELP, PERSONAL, TEAM
from cards.elements import Element, action_set, card, heading, line, run, subheading, text
from cards.parts import my_cases_button, send_in, ways_on


def welcome(name: str) -> Element:
    """The first card a person sees; one obvious button."""
    return card(
        [
            heading("Prevention First"),
            line(f"Hello {name.strip()}." if name.strip() else "Hello."),
            text("A problem that keeps coming back? An idea? Work that gets in the way? Send it in: two minutes."),
            text(
                "The prevention hub reads every one. You get a case number, a date by which you will hear, "
                "and in the end what was decided and why."
            ),
            action_set(send_in()),
            action_set(my_cases_button(), button("Help", Verb.HELP, submits_inputs=False), spacing="Small"),
        ],
        fallback_text="Prevention First: write “new” to send something in, or “help”.",
    )


def help_card() -> Element:
    """What a person can write, who reads it, and how to stay anonymous."""
    return card(
        [
            heading("What you can write here"),
            *(_command(command.words, command.what) for command in PERSONAL if command is not HELP),
            _command("PF-2026-0042", "See that case; any number of yours will do"),
            text(
                "Or just say what is wrong in your own words. We put it on a card for you to check before it is sent."
            ),
            subheading("Who reads it"),
            text(
                "The hub's staff, and those who look after its tracker. They see your name, so that they can answer.",
                spacing="Small",
            ),
            subheading("Without your name"),
            text(
                "Use the Microsoft Form and stay anonymous. The hub works it all the same, but cannot answer you.",
                spacing="Small",
            ),
            ways_on(),
        ],
        fallback_text="Write “new” to send something in, “my cases” to see yours, or a case number.",
    )


def help_among_others(*, in_channel: bool) -> Element:
    """What can be written where others read along: in a channel, or in a group chat."""
    commands = [_command(command.words, command.what) for command in TEAM if command is not HELP] if in_channel else []
    return card(
        [
            heading("Prevention First"),
            text(
                "What you send in, and your own cases, are between you and the hub. "
                "Open your own chat with Prevention First for them; nothing of yours is shown here."
            ),
            *commands,
            action_set(send_in()),
        ],
        fallback_text="Open your own chat with Prevention First to send something in and to see your cases.",
    )


def hub_here(*, staff: int) -> Element:
    """This channel is the hub's from now on; `staff` people can work cases."""
    return card(
        [
            heading("This channel is now the hub's"),
            text("Each new case arrives here as one card that is kept current. Claim, reply, ask and close on it."),
            line(_roster(staff)),
            text("To move the hub, write “hub here” to the app in another channel.", subtle=True),
        ],
        fallback_text="This channel is now the hub's. New cases arrive here.",
    )


def _command(words: str, what: str) -> Element:
    return line(run(words, bold=True), f": {what}", spacing="Small")


def _roster(staff: int) -> str:
    if not staff:
        return "Nobody can work cases yet. Add the hub's staff to this team, then write “hub here” again."
    people = "1 person" if staff == 1 else f"{staff} people"
    return f"{people} can work cases: the members of this team. Somebody new? Add them to the team."
