"""What the app asks to see in a team where an owner installs it, and why: as little as can be.

Source: https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One permission of the manifest. `needed_by`: the module and function that cannot do without."""

    name: str
    reason: str
    without: str
    needed_by: str


PERMISSIONS = (
    Permission(
        name="ChannelMessage.Read.Group",
        reason="looking whether a post arrived when Teams answered with an error, before it is sent again",
        without="a case could show twice in the channel",
        needed_by="sync.graph.messages:find_in_channel",
    ),
)
