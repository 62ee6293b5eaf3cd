/** @import { Found, Place, Search } from "./extension.js" */
import { CardView } from "./card_view.js";
import { Refusal } from "./control.js";
import { DialogFrame } from "./dialog_frame.js";
import { el } from "./dom.js";
import { findIn, PAGE_SIZE, share } from "./extension.js";

// Milliseconds without a key before the bot is asked.
const PAUSE = 250;
const INTRODUCTION = "What you choose is shown here first. Nothing is shared until you say so.";

/** One search of the compose box: what is typed finds things, one of them is looked at and shared in the conversation. */
export class ExtensionSearch {
  #asked = 0;
  #timer = 0;
  #count = 0;
  /** @type {Found | null} */ #chosen = null;
  /** @type {HTMLElement | null} */ #chosenLine = null;

  /**
   * @param {Place} place
   * @param {Search} search
   * @param {object} to
   * @param {(url: string) => void} to.visit
   * @param {() => void} to.shared the card stands in the conversation
   * @param {<Answer>(acting: Promise<Answer>) => Promise<Answer>} to.watched
   */
  constructor(place, search, to) {
    this.place = place;
    this.search = search;
    this.to = to;
    this.frame = new DialogFrame({ kind: "task search", leave: () => this.#leave(), instead: () => null });
    this.frame.title.textContent = this.search.title;
    this.box = el("input", { type: "search", id: "extension-search", autocomplete: "off", "aria-describedby": "extension-search-hint", on: { input: () => this.#typed() } });
    this.status = el("p", { class: "search-status", role: "status" });
    this.list = el("ul", { class: "results", "aria-label": "Found" });
    this.more = el("button", { type: "button", class: "quiet", hidden: true, on: { click: () => void this.#look(this.#count) } }, "Show more");
    this.finding = el("div", { class: "search-part" }, this.#field(), this.status, this.list, this.more);
    this.sharing = el("div", { class: "search-part", hidden: true });
    this.frame.element.append(this.finding, this.sharing);
  }

  open() {
    this.frame.open();
    this.box.focus();
    void this.#look(0);
  }

  #field() {
    const { title, description } = this.search.parameter;
    return el("div", { class: "field wide" },
      el("label", { for: "extension-search" }, title), this.box,
      el("p", { id: "extension-search-hint", class: "about" }, `${description}. ${INTRODUCTION}`));
  }

  /** Esc and the cross lead back from a chosen result to what was found, and from there out. */
  #leave() {
    if (this.#chosen) this.#back();
    else this.frame.element.close();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#look(0), PAUSE);
  }

  /** @param {number} skip 0 begins anew */
  async #look(skip) {
    const asked = ++this.#asked;
    this.status.classList.remove("error");
    this.status.textContent = "Looking…";
    this.list.setAttribute("aria-busy", "true");
    try {
      const { results, sentence } = await this.to.watched(findIn(this.place, this.search, this.box.value.trim(), skip));
      // An answer that comes after the next question is of no use.
      if (asked === this.#asked) this.#show(results, sentence, skip);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (asked === this.#asked) this.#fail(error.message);
    } finally {
      if (asked === this.#asked) this.list.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {Found[]} results
   * @param {string} sentence the bot's own in the place of results
   * @param {number} skip
   */
  #show(results, sentence, skip) {
    const lines = results.map((found) => this.#line(found));
    if (skip === 0) this.list.replaceChildren();
    this.list.append(...lines);
    this.#count = skip + results.length;
    const hadFocus = document.activeElement === this.more;
    this.more.hidden = results.length < PAGE_SIZE;
    this.status.textContent = sentence || counted(this.search, this.#count, !this.more.hidden, this.box.value.trim() !== "");
    if (hadFocus) (lines[0]?.querySelector("button") ?? this.box).focus();
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.status.textContent = sentence;
    this.status.classList.add("error");
  }

  /** @param {Found} found */
  #line(found) {
    const button = el("button", { type: "button", class: "result" }, el("strong", {}, found.title), el("span", {}, found.text));
    button.addEventListener("click", () => this.#choose(found, button));
    return el("li", {}, button);
  }

  /**
   * @param {Found} found
   * @param {HTMLElement} line
   */
  #choose(found, line) {
    this.#chosen = found;
    this.#chosenLine = line;
    const view = new CardView({
      press: () => Promise.reject(new Refusal("Share the card first: its buttons work in the conversation.", 0)),
      look: () => undefined,
      visit: this.to.visit,
      options: () => Promise.resolve([]),
      current: () => found.card,
    });
    view.refresh();
    const send = el("button", { type: "button", on: { click: () => void this.#share(found, send) } }, "Share it here");
    const back = el("button", { type: "button", class: "quiet", on: { click: () => this.#back() } }, "Back to what was found");
    this.refused = el("p", { class: "error", role: "alert", hidden: true });
    this.sharing.replaceChildren(view.element, this.refused, el("div", { class: "task-choices" }, send, back));
    this.frame.title.textContent = `Share ${found.title}`;
    this.finding.hidden = true;
    this.sharing.hidden = false;
    send.focus();
  }

  #back() {
    this.#chosen = null;
    this.frame.title.textContent = this.search.title;
    this.sharing.hidden = true;
    this.finding.hidden = false;
    (this.#chosenLine?.isConnected ? this.#chosenLine : this.box).focus();
  }

  /**
   * @param {Found} found
   * @param {HTMLButtonElement} button
   */
  async #share(found, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await share(this.place, found);
      this.frame.element.close();
      this.to.shared();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.refused) Object.assign(this.refused, { textContent: error.message, hidden: false });
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
}

/**
 * @param {Search} search
 * @param {number} count
 * @param {boolean} more
 * @param {boolean} typed
 */
function counted({ counted: { one, many, untyped } }, count, more, typed) {
  if (count === 0) return "Nothing found. Try fewer or other words.";
  const found = count === 1 ? one : `${count} ${many}`;
  return `${found}${typed ? " found" : untyped}${more ? "; there are more" : ""}.`;
}
