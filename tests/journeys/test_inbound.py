"""What reaches the bot is taken in once and answered, whatever it is and however often it comes."""

from structlog.testing import capture_logs

from local365 import seed
from tests.journeys.force import Force

SOMEBODY = {"id": "29:aspen", "name": "Sample Aspen", "aadObjectId": "aad-aspen"}
CHAT = {"conversationType": "personal", "tenantId": seed.TENANT_ID, "id": "a:aspen"}


async def test_an_invoke_that_nobody_knows_is_not_implemented_and_the_log_says_what_to_add(here: Force) -> None:
    with capture_logs() as logs:
        status = await here.hears(type="invoke", name="handoff/action", **{"from": SOMEBODY}, conversation=CHAT)

    [line] = [one for one in logs if one["event"] == "unknown_invoke"]
    assert status == 501
    assert (line["invoke"], line["add"]) == ("handoff/action", "a handler to INVOKES in bot/dispatch.py")
