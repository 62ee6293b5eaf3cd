"""What the control plane refuses, in sentences for whoever presses or scripts."""

from aiohttp import web


class ControlError(Exception):
    """The sentence says what is wrong and, where it can, what to do about it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

    def response(self) -> web.Response:
        """The answer."""
        return web.json_response({"error": {"message": self.sentence}}, status=self.status)
