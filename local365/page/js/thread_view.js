/** @import { Search } from "./extension.js" */
/** @import { Message } from "./shapes.js" */
/** @import { Reading } from "./message_view.js" */
import { Composer } from "./composer.js";
import { arrange, el } from "./dom.js";
import { MessageView } from "./message_view.js";

// A long thread shows its newest replies; the others are one press away.
const NEWEST = 4;

/** A channel thread: the root message, its replies, and a box to reply in. */
export class ThreadView {
  /** @type {Map<string, MessageView>} */ #replies = new Map();
  #all = false;

  /**
   * @param {Message} root
   * @param {Reading} reading
   * @param {object} to
   * @param {(text: string, mentionsBot: boolean) => Promise<unknown>} to.reply
   * @param {(search: Search) => void} to.find somebody wants to find something and share it in the thread
   */
  constructor(root, reading, { reply, find }) {
    this.reading = reading;
    this.root = new MessageView(root, reading);
    this.replies = el("div", { class: "replies" });
    this.earlier = el("button", { type: "button", class: "link", on: { click: () => this.#showAll() } });
    this.composer = new Composer({
      label: `Reply to ${root.from.name}`, placeholder: "Reply", suggestions: [], mention: true, send: reply, find,
    });
    this.composer.element.hidden = true;
    this.replyButton = el("button", { type: "button", class: "link reply", "aria-expanded": "false" }, "Reply in thread");
    this.replyButton.addEventListener("click", () => this.#openReply());
    this.element = el("div", { class: "thread", role: "group", "aria-label": `Thread begun by ${root.from.name}` },
      this.root.element, this.replies, this.replyButton, this.composer.element);
  }

  /** @param {Message[]} messages the root and its replies, oldest first */
  update([root, ...replies]) {
    if (root) this.root.update(root);
    const shown = this.#all ? replies : replies.slice(-NEWEST);
    const views = shown.map((message) => this.#reply(message));
    this.earlier.textContent = `Show ${replies.length - shown.length} earlier`;
    arrange(this.replies, [...(shown.length < replies.length ? [this.earlier] : []), ...views.map(({ element }) => element)]);
    this.latest = [root, ...replies].filter((message) => message !== undefined);
  }

  /** @param {Message} message */
  #reply(message) {
    const known = this.#replies.get(message.id);
    known?.update(message);
    const view = known ?? new MessageView(message, this.reading);
    this.#replies.set(message.id, view);
    return view;
  }

  #showAll() {
    this.#all = true;
    this.update(this.latest ?? []);
  }

  #openReply() {
    this.composer.element.hidden = !this.composer.element.hidden;
    this.replyButton.setAttribute("aria-expanded", String(!this.composer.element.hidden));
    if (!this.composer.element.hidden) this.composer.focus();
  }
}
