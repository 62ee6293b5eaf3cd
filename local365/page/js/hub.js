/** @import { Tenant, Change } from "./tenant.js" */
/** @import { Desk } from "./desk.js" */
/** @import { News } from "./news.js" */
import { arrange, el, offer, part } from "./dom.js";
import { PersonSelect } from "./person_select.js";
import { hubStaffOf } from "./roles.js";
import { Tabs } from "./tabs.js";

// The channel a newcomer should see first; the hub's cases arrive there.
const FIRST_CHANNEL = "Cases";

/** The second column: a member of hub staff in the team's channels, and in the own chat with the bot. */
export class HubColumn {
  /** @param {{tenant: Tenant, desk: Desk, news: News, sees: () => boolean}} world */
  constructor(world) {
    this.world = world;
    const column = part("#hub");
    this.channelPanel = el("div", { class: "panel", role: "tabpanel", "aria-labelledby": "tab-channel" });
    this.chatPanel = el("div", { class: "panel", role: "tabpanel", "aria-labelledby": "tab-chat" });
    this.select = new PersonSelect({ label: "You are", key: "hub", onChosen: () => this.show() });
    this.channels = el("select", { on: { change: () => this.show() } });
    this.channelField = el("label", { class: "field" }, el("span", {}, "Channel"), this.channels);
    this.tabs = new Tabs("Hub staff in Teams", [
      { id: "channel", title: "Channel", panel: this.channelPanel },
      { id: "chat", title: "My chat", panel: this.chatPanel },
    ], () => this.show());
    part(".column-tools", column).append(this.select.element, this.channelField, this.tabs.element);
    part(".column-body", column).append(this.channelPanel, this.chatPanel);
  }

  /** @param {Change} change */
  changed(change) {
    if (change.kind === "snapshot" || (change.kind === "conversation" && !this.conversation)) this.show();
    else if (change.kind === "message" || change.kind === "conversation") this.#refresh(change.conversation);
  }

  /** The chosen person's channel or chat is in front, and its news are seen. */
  show() {
    this.#offer();
    const view = this.#view();
    this.channelField.hidden = this.tabs.chosen !== "channel";
    if (!view) return;
    arrange(this.tabs.chosen === "channel" ? this.channelPanel : this.chatPanel, [view.element]);
    view.shown();
    this.#seen();
  }

  get conversation() {
    return this.tabs.chosen === "channel" ? this.channels.value : this.#chat()?.id;
  }

  /** @param {string} conversation */
  #refresh(conversation) {
    if (conversation === this.conversation) this.#view()?.refresh();
    this.#seen();
  }

  #offer() {
    const { tenant } = this.world;
    this.select.offer(hubStaffOf(tenant.people));
    const channels = tenant.channels();
    const first = this.channels.options.length === 0;
    offer(this.channels, channels.map(({ id, title }) => ({ value: id, label: title })));
    const cases = channels.find(({ title }) => title === FIRST_CHANNEL);
    if (first && cases) this.channels.value = cases.id;
  }

  #view() {
    const { tenant, desk } = this.world;
    const person = tenant.person(this.select.aad_id);
    const channel = tenant.conversations.get(this.channels.value);
    if (!person) return null;
    if (this.tabs.chosen === "chat") return desk.personalChat(person);
    return channel ? desk.channel(person, channel) : null;
  }

  #chat() {
    return this.world.tenant.personalChat(this.select.aad_id);
  }

  #seen() {
    const { news, sees } = this.world;
    if (sees()) news.seen(this.conversation);
    this.tabs.news("channel", this.tabs.chosen === "channel" ? 0 : news.in(this.channels.value));
    this.tabs.news("chat", this.tabs.chosen === "chat" ? 0 : news.in(this.#chat()?.id));
  }
}
