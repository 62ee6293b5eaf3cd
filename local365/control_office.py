"""The control plane's Microsoft Form: a response comes in, or the workbook is replaced."""

from dataclasses import dataclass
from datetime import timedelta

from local365.control_errors import ControlError
from local365.request_body import optional_text, text, texts
from local365.tenant import Tenant
from local365.wire import Json
from local365.workbook import FormsResponse

# How long the invented person took to fill in the form.
FILLING = timedelta(minutes=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Acts on the Forms workbook."""

    tenant: Tenant

    def respond(self, body: Json) -> Json:
        """The response is in the workbook: its Id there."""
        at = self.tenant.now()
        response = FormsResponse(
            email=optional_text(body, "email"),
            name=text(body, "name"),
            answers=texts(body, "answers"),
            started_at=at - FILLING,
            completed_at=at,
        )
        with self.tenant.lock:
            try:
                return {"id": self.tenant.sites.append_response(response, at=at)}
            except ValueError as error:
                raise ControlError(409, str(error)) from error

    def replace_workbook(self, content: bytes, *, as_new_item: bool) -> Json:
        """The file has these bytes, be they a workbook or not."""
        with self.tenant.lock:
            self.tenant.sites.replace_workbook(content, at=self.tenant.now(), as_new_item=as_new_item)
            return self.tenant.sites.snapshot_workbook()
