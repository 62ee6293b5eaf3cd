"""Cards of the kind the bot sends, for looking at the page: every element and action the page must serve."""

from typing import Any

Json = dict[str, Any]


def card(*body: Json, actions: tuple[Json, ...] = ()) -> Json:
    """An Adaptive Card 1.5 with this body and these buttons."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en-GB",
        "msteams": {"width": "Full"},
        "body": list(body),
        "actions": list(actions),
    }


def text(words: str, **more: Any) -> Json:
    """A text block that wraps."""
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def heading(words: str) -> Json:
    """The card's title."""
    return text(words, style="heading")


def facts(**titled: str) -> Json:
    """Titles and values."""
    return {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in titled.items()]}


def text_input(name: str, label: str, **more: Any) -> Json:
    """A labelled input."""
    return {"type": "Input.Text", "id": name, "label": label, **more}


def execute(title: str, verb: str, **more: Any) -> Json:
    """A button that asks the bot."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"case": "PF-2026-0001"}, **more}


def welcome_card() -> Json:
    """What the bot answers to a greeting."""
    return card(
        heading("Hello, Sample Birch"),
        text(
            "Tell the prevention hub about an idea, a problem or something that wastes your time. It takes two minutes."
        ),
        actions=(execute("Send something in", "open_submission", style="positive"),),
    )


def submission_card() -> Json:
    """The five questions."""
    choices = [
        {"title": t, "value": v}
        for t, v in (("Idea", "idea"), ("Operational problem", "problem"), ("Inefficiency", "inefficiency"))
    ]
    return card(
        heading("What would you like the hub to look at?"),
        {
            "type": "Input.ChoiceSet",
            "id": "type",
            "label": "It is",
            "style": "expanded",
            "isRequired": True,
            "errorMessage": "Please choose one.",
            "choices": choices,
        },
        text_input(
            "summary", "In one sentence", isRequired=True, errorMessage="Please say it in one sentence.", maxLength=200
        ),
        text_input("detail", "What happens, where, how often, who is affected?", isMultiline=True),
        text_input("tried", "What has been tried, or is known to work?", isMultiline=True),
        text_input("good", "What would good look like, and what help do you want?", isMultiline=True),
        actions=(execute("Send", "submit", style="positive"), execute("Not now", "cancel", associatedInputs="none")),
    )


def receipt_card(number: str = "PF-2026-0001", status: str = "New") -> Json:
    """The submitter's own card."""
    return card(
        text(number, isSubtle=True, size="small"),
        heading("Repeat shed burglaries on the allotments at Mill Lane"),
        facts(Status=status, With="Sample Rowan", Promise="You will hear by **Tue 10 November**"),
        text("Next: the hub reads it and looks for what is known to work.", separator=True),
        actions=(execute("Add something", "add", associatedInputs="none"),),
    )


def hub_card(number: str = "PF-2026-0001", holder: str = "Nobody yet") -> Json:
    """The case's card in the hub channel."""
    reply = card(
        text_input(
            "guidance",
            "Guidance to Sample Birch",
            isMultiline=True,
            isRequired=True,
            errorMessage="Write the guidance first.",
        ),
        actions=(execute("Send guidance", "reply", style="positive"),),
    )
    link = "https://force.sharepoint.example/sites/prevention/Lists/Cases/DispForm.aspx?ID=1"
    return card(
        text(f"{number} · Operational problem", isSubtle=True, size="small"),
        heading("Repeat shed burglaries on the allotments at Mill Lane"),
        facts(
            **{
                "From": "Sample Birch, Response officer",
                "Held by": holder,
                "Status": "New",
                "Promise": "Tue 10 November",
            }
        ),
        text(
            "Eleven reports since August, mostly Sunday nights. Plot holders are losing tools they cannot replace.",
            id="story",
            isVisible=False,
        ),
        actions=(
            execute("Claim", "claim", style="positive", associatedInputs="none"),
            {"type": "Action.ShowCard", "title": "Reply", "card": reply},
            {"type": "Action.ToggleVisibility", "title": "The story", "targetElements": ["story"]},
            {"type": "Action.OpenUrl", "title": "Open the row", "url": link},
        ),
    )
