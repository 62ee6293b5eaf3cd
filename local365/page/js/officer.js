/** @import { Tenant, Change } from "./tenant.js" */
/** @import { Desk } from "./desk.js" */
/** @import { News } from "./news.js" */
/** @import { Person } from "./shapes.js" */
import { arrange, el, part } from "./dom.js";
import { PersonSelect } from "./person_select.js";
import { officersOf } from "./roles.js";

/** The first column: an officer on a phone, in the personal chat with the bot. */
export class OfficerColumn {
  /**
   * @param {{tenant: Tenant, desk: Desk, news: News, sees: () => boolean}} world
   */
  constructor(world) {
    this.world = world;
    const column = part("#officer");
    this.body = part(".column-body", column);
    this.others = el("p", { class: "others" });
    this.select = new PersonSelect({ label: "You are", key: "officer", onChosen: () => this.show() });
    part(".column-tools", column).append(this.select.element, this.others);
  }

  /** @param {Change} change */
  changed(change) {
    if (change.kind === "snapshot") this.show();
    else if (change.kind === "message" || change.kind === "conversation") this.#refresh(change.conversation);
  }

  /** The chosen officer's chat is in front, and its news are seen. */
  show() {
    const { tenant, desk, news } = this.world;
    this.select.offer(officersOf(tenant.people));
    const person = tenant.person(this.select.aad_id);
    if (!person) return;
    const view = desk.personalChat(person);
    arrange(this.body, [view.element]);
    view.shown();
    if (this.world.sees()) news.seen(this.conversation);
    this.#showNews();
  }

  get conversation() {
    return this.world.tenant.personalChat(this.select.aad_id)?.id;
  }

  /** @param {string} conversation */
  #refresh(conversation) {
    const person = this.world.tenant.person(this.select.aad_id);
    if (person && conversation === this.conversation) this.world.desk.personalChat(person).refresh();
    if (this.world.sees()) this.world.news.seen(this.conversation);
    this.#showNews();
  }

  #showNews() {
    const officers = officersOf(this.world.tenant.people);
    this.select.offer(officers, (person) => this.#newsOf(person));
    const waiting = officers.filter((person) => person.aad_id !== this.select.aad_id && this.#newsOf(person));
    const [next] = waiting;
    this.others.hidden = !next;
    if (!next) return;
    const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : "";
    const button = el("button", { type: "button", class: "link", on: { click: () => this.select.choose(next.aad_id) } }, next.name);
    this.others.replaceChildren("New messages for ", button, more);
  }

  /** @param {Person} person */
  #newsOf(person) {
    return this.world.news.in(this.world.tenant.personalChat(person.aad_id)?.id);
  }
}
