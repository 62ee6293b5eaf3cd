"""The delta feed of a list's items. https://learn.microsoft.com/graph/api/listitem-delta"""

from dataclasses import dataclass, replace

from local365.delta_token import LATEST, DeltaToken
from local365.graph_call import GraphCall, GraphReply
from local365.graph_errors import GraphError
from local365.graph_items import find_list, page_size
from local365.graph_wire import Json
from local365.item_view import ItemViews, check_options, items_context
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.odata import Options
from local365.site_state import Site
from local365.sites import Sites
from local365.switches import DeltaMischief

RESYNCS = {
    DeltaMischief.RESYNC_APPLY: "Resync required. Replace any local items with the server's version.",
    DeltaMischief.RESYNC_UPLOAD: "Resync required. Upload any local items that the service did not return.",
}
# The error object that was seen inside a 200: microsoftgraph/msgraph-sdk-typescript#544.
INSIDE_200: Json = {
    "error": {
        "code": "InternalServerError",
        "message": "Cannot write a deleted resource, link, deleted link, or nested delta resource set within a "
        "resource set; please use WriteStart(ODataDeletedResource) instead.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The feed of one list, as one request sees it."""

    sites: Sites
    call: GraphCall
    site: Site
    one: ListState

    def from_now(self) -> DeltaToken:
        """The token of whoever knows everything up to now."""
        return DeltaToken(
            list_id=self.one.id,
            generation=self.one.token_generation,
            position=self.one.changes.position,
            issued=self.issued,
        )

    def from_the_start(self) -> DeltaToken:
        """The token of whoever knows nothing."""
        return replace(self.from_now(), after=0)

    @property
    def issued(self) -> int:
        """This instant, in seconds since 1970."""
        return int(self.call.at.timestamp())

    def link(self, token: DeltaToken) -> str:
        """The URL that goes on from the token, with this request's $select, $expand and $top."""
        path, _, _ = self.call.path.rpartition("/items/delta")
        return self.call.link(f"{path}/items/delta", token=token.encoded())

    def gone(self, mischief: DeltaMischief) -> GraphError:
        """410 with a link that starts anew."""
        location = self.link(self.from_the_start())
        return GraphError(410, mischief.value, RESYNCS[mischief], headers={"Location": location})

    def reply(self, value: list[Json], token: DeltaToken, *, is_last: bool) -> GraphReply:
        """A page and the link to what comes after it."""
        link = "@odata.deltaLink" if is_last else "@odata.nextLink"
        context = items_context(self.call.root, self.site, self.one)
        return GraphReply(body={"@odata.context": context, link: self.link(token), "value": value})

    def views(self, options: Options) -> ItemViews:
        """How this request sees items."""
        return ItemViews.of(self.call.root, self.site, self.one, options)


def delta(sites: Sites, call: GraphCall) -> GraphReply:
    """What has changed since the token, the caller's own writes too; everything without one; nothing with `latest`.

    410 with a fresh link in Location when the token is gone. https://learn.microsoft.com/graph/api/listitem-delta
    """
    site, one = find_list(sites, call)
    check_options(call.options)
    feed = Feed(sites=sites, call=call, site=site, one=one)
    text = call.names.get("token") or call.options.get("token")
    if text == LATEST:
        return feed.reply([], feed.from_now(), is_last=True)
    mischief = _mischief(sites, has_token=text is not None)
    if text is None:
        return _page(feed, feed.from_the_start(), mischief)
    token = DeltaToken.read(text, one.id)
    if mischief is not None and mischief in RESYNCS:
        raise feed.gone(mischief)
    if token.is_gone(generation=one.token_generation, days=sites.switches.delta_token_days, at=call.at):
        raise feed.gone(DeltaMischief.RESYNC_APPLY)
    return _page(feed, token, mischief)


def _page(feed: Feed, token: DeltaToken, mischief: DeltaMischief | None) -> GraphReply:
    switches, options, items = feed.sites.switches, feed.call.options, feed.one.items
    if mischief is DeltaMischief.ERROR_INSIDE_200:
        return feed.reply([INSIDE_200], feed.from_now(), is_last=True)
    if switches.empty_pages and not token.empty_came:
        return feed.reply([], replace(token, empty_came=True), is_last=False)
    numbers, following, is_last = _next(feed.one, token, page_size(feed.sites, options))
    if mischief is DeltaMischief.WITHOUT_FIELDS:
        options = Options(given={name: text for name, text in options.given.items() if name != "expand"})
    views = feed.views(options)
    value = [views.view(items[number]) if number in items else views.deleted(number) for number in numbers]
    if switches.repeats_in_delta:
        value = [*(views.view(_before(items[number])) for number in numbers[:1] if number in items), *value]
    return feed.reply(value, replace(following, empty_came=False, issued=feed.issued), is_last=is_last)


def _next(one: ListState, token: DeltaToken, size: int) -> tuple[list[int], DeltaToken, bool]:
    """The items of a page, where the next one starts, and whether this is the last."""
    if token.after is None:
        numbers, position = one.changes.since(token.position, size)
        return numbers, replace(token, position=position), position == one.changes.position
    numbers = one.after(token.after, size + 1)
    if len(numbers) > size:
        return numbers[:size], replace(token, after=numbers[size - 1]), False
    return numbers, replace(token, after=None), True


def _before(item: ListItem) -> ListItem:
    """The item one version before, where there was one."""
    return replace(item, versions=item.versions[:-1] or item.versions)


def _mischief(sites: Sites, *, has_token: bool) -> DeltaMischief | None:
    """What this answer is to do instead of the plain truth, spent; a resync is kept for a request with a token."""
    waiting = sites.switches.delta_mischief
    if not waiting or (waiting[0] in RESYNCS and not has_token):
        return None
    return waiting.pop(0)
