"""Cards for tests."""

from typing import Any

Json = dict[str, Any]


def card(*body: Json, actions: tuple[Json, ...] = (), **more: Any) -> Json:
    """A card of version 1.5 with these elements and buttons."""
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions), **more}


def says(text: str) -> Json:
    """A line of text."""
    return {"type": "TextBlock", "text": text}


def field(name: str, kind: str = "Input.Text", **more: Any) -> Json:
    """An input."""
    return {"type": kind, "id": name, "label": name.capitalize(), **more}


def execute(title: str, verb: str, /, **more: Any) -> Json:
    """A button that asks the bot and shows its answer."""
    return {"type": "Action.Execute", "title": title, "verb": verb, **more}


def submit(title: str, /, **data: Any) -> Json:
    """A button that sends the bot a message."""
    return {"type": "Action.Submit", "title": title, "data": data}


def activity(text: str | None = None, shown: Json | None = None, **more: Any) -> Json:
    """A message as a bot sends it."""
    content_type = "application/vnd.microsoft.card.adaptive"
    attachments = [] if shown is None else [{"contentType": content_type, "content": shown}]
    return {"type": "message", "text": text, "attachments": attachments, **more}
