"""Who is in a conversation, and what is in the team. Callers hold the tenant's lock.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
"""

from dataclasses import dataclass

from local365.connector_errors import bad_argument, conversation_not_found, member_not_found, not_in_roster
from local365.connector_messages import BotMessages
from local365.conversations import Kind
from local365.people import Person
from local365.seed import CHANNELS, GENERAL_CHANNEL_ID, TEAM_ID, TEAM_NAME, TENANT_ID
from local365.tenant import Tenant
from local365.wire import Json

SMALLEST_PAGE, ORDINARY_PAGE, LARGEST_PAGE = 50, 200, 500
# Of a number that a client may send: beyond, none is meant.
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosters:
    """What the bot may know about conversations of this tenant."""

    tenant: Tenant

    def members(self, conversation_id: str) -> list[Json]:
        """Everybody in the conversation but the bot."""
        return [self._account(one) for one in self._people(conversation_id)]

    def paged(self, conversation_id: str, size: str | None, token: str | None) -> Json:
        """One page of members; sizes below 50 and above 500 are taken as 50 and 500."""
        everybody, start = self.members(conversation_id), _number(token or "0")
        end = start + min(max(_number(size or str(ORDINARY_PAGE)), SMALLEST_PAGE), LARGEST_PAGE)
        more: Json = {"continuationToken": str(end)} if end < len(everybody) else {}
        return {"members": everybody[start:end], **more}

    def member(self, conversation_id: str, member_id: str) -> Json:
        """One member, by Entra id, e-mail or `29:` id. 404 when not in the conversation."""
        person = self.tenant.people.find(member_id)
        if person is None or person not in self._people(conversation_id):
            raise member_not_found()
        return self._account(person)

    def channels(self, team_id: str) -> Json:
        """The team's channels; General has no name, for it has one in every language."""
        self._check_team(team_id)
        named = [(channel_id, None if channel_id == team_id else name) for channel_id, name in CHANNELS]
        return {"conversations": [{"id": channel_id, "name": name} for channel_id, name in named]}

    def team(self, team_id: str) -> Json:
        """The team itself."""
        self._check_team(team_id)
        members = sum(self.tenant.is_member_of_team(one.aad_id) for one in self.tenant.people)
        counts = {"channelCount": len(CHANNELS), "memberCount": members}
        return {"id": team_id, "name": TEAM_NAME, "aadGroupId": TEAM_ID, "tenantId": TENANT_ID, **counts}

    def _check_team(self, team_id: str) -> None:
        if team_id != GENERAL_CHANNEL_ID:
            raise conversation_not_found()
        if not self.tenant.installations.team:
            raise not_in_roster()

    def _people(self, conversation_id: str) -> list[Person]:
        conversation = BotMessages(tenant=self.tenant).writable(conversation_id).conversation
        if conversation.kind is Kind.PERSONAL:
            return [one for one in self.tenant.people if one.aad_id == conversation.person]
        return [one for one in self.tenant.people if self.tenant.is_member_of_team(one.aad_id)]

    def _account(self, person: Person) -> Json:
        given, _, surname = person.name.partition(" ")
        return {
            "id": self.tenant.people.teams_id(person),
            "name": person.name,
            "objectId": person.aad_id,
            "aadObjectId": person.aad_id,
            "givenName": given,
            "surname": surname,
            "email": person.email,
            "userPrincipalName": person.email,
            "tenantId": TENANT_ID,
            "userRole": "user",
        }


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise bad_argument(f"{text!r} is not a number")
    return int(text)
