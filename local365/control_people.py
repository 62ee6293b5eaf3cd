"""The control plane's people: each verb is something a person does in Teams or in a SharePoint list."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local365.clients import Press, TeamsClient
from local365.control_errors import ControlError
from local365.delivery import BotLine
from local365.extension_client import ExtensionClient
from local365.graph_wire import Identity
from local365.people import Person
from local365.request_body import boolean, object_in, optional_text, text
from local365.site_seed import editor
from local365.tenant import Tenant
from local365.wire import Json

LIST_VERBS = ("edits", "creates", "deletes", "restores")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """Finds the person and does what they do."""

    tenant: Tenant
    line: BotLine

    async def act(self, aad_id: str, verb: str, body: Json) -> Any:
        """The person has done it: the answer's JSON. ControlError with a sentence when they cannot."""
        with self.tenant.lock:
            person = self.tenant.people.find(aad_id)
        if person is None:
            raise ControlError(404, f"There is nobody with the id {aad_id}")
        client = TeamsClient(tenant=self.tenant, line=self.line, person=person)
        if verb not in LIST_VERBS:
            return await self._in_teams(client, verb, body)
        with self.tenant.lock:
            client.check_here()
            return self._in_list(person, verb, body)

    async def _in_teams(self, client: TeamsClient, verb: str, body: Json) -> Any:
        if verb in ("blocks", "unblocks"):
            return self._block(client.person, is_blocked=verb == "blocks")
        if verb not in TEAMS_VERBS:
            raise ControlError(
                404, f"Nobody can {verb!r}: people {', '.join((*TEAMS_VERBS, 'blocks', 'unblocks', *LIST_VERBS))}"
            )
        return await TEAMS_VERBS[verb](client, body)

    def _block(self, person: Person, *, is_blocked: bool) -> Json:
        with self.tenant.lock:
            blocked = self.tenant.installations.blocked
            (blocked.add if is_blocked else blocked.discard)(person.aad_id)
        return {}

    def _in_list(self, person: Person, verb: str, body: Json) -> Json:
        sites, who, at = self.tenant.sites, editor(person), self.tenant.now()
        name = text(body, "list")
        if "fields" in body:
            sites.choose(name, object_in(body, "fields"), self._in_directory)
        match verb:
            case "creates":
                return sites.admin_create(name, object_in(body, "fields"), by=who, at=at)
            case "edits":
                return sites.admin_edit(name, text(body, "item"), object_in(body, "fields"), by=who, at=at)
            case "restores":
                return sites.admin_restore(name, text(body, "item"), by=who, at=at)
            case _:
                sites.admin_delete(name, text(body, "item"))
                return {}

    def _in_directory(self, email: str) -> Identity | None:
        found = self.tenant.people.find(email)
        return None if found is None or found.left else editor(found)


async def _says(client: TeamsClient, body: Json) -> Json:
    return await client.say(
        optional_text(body, "conversation"),
        text(body, "text"),
        thread=optional_text(body, "thread"),
        mentions_bot=boolean(body, "mentions_bot"),
    )


def _press(body: Json) -> Press:
    return Press(
        conversation_id=optional_text(body, "conversation"),
        message_id=text(body, "message"),
        action=object_in(body, "action"),
        inputs=object_in(body, "inputs") if body.get("inputs") is not None else {},
    )


async def _looks(client: TeamsClient, body: Json) -> Json | None:
    return await client.look(optional_text(body, "conversation"), text(body, "message"))


async def _submits(client: TeamsClient, body: Json) -> Json:
    command = optional_text(body, "command")
    if command is None:
        return await client.send_dialog(_press(body))
    return await ExtensionClient(client=client).send(_press(body), command)


async def _acts(client: TeamsClient, body: Json) -> Json:
    where, message = optional_text(body, "conversation"), text(body, "message")
    return await ExtensionClient(client=client).act_on(where, message, text(body, "command"))


async def _searches(client: TeamsClient, body: Json) -> Json:
    where, words = optional_text(body, "conversation"), object_in(body, "words")
    return await ExtensionClient(client=client).search(
        where, text(body, "command"), words, skip=int(body.get("skip", 0))
    )


async def _types(client: TeamsClient, body: Json) -> Json:
    where, dataset = optional_text(body, "conversation"), text(body, "dataset")
    return await ExtensionClient(client=client).options(where, dataset, optional_text(body, "words") or "")


async def _shares(client: TeamsClient, body: Json) -> Json:
    where, thread = optional_text(body, "conversation"), optional_text(body, "thread")
    return ExtensionClient(client=client).share(where, object_in(body, "attachment"), thread)


async def _asks(client: TeamsClient, body: Json) -> Json:
    return await client.ask(optional_text(body, "conversation"), text(body, "name"), object_in(body, "value"))


TEAMS_VERBS: Mapping[str, Callable[[TeamsClient, Json], Awaitable[Json | None]]] = {
    "opens": lambda client, _: client.open_chat(),
    "removes": lambda client, _: client.remove_app(),
    "leaves": lambda client, _: client.leave(),
    "says": _says,
    "presses": lambda client, body: client.press(_press(body)),
    "submits": _submits,
    "acts": _acts,
    "searches": _searches,
    "types": _types,
    "shares": _shares,
    "asks": _asks,
    "looks": _looks,
}
