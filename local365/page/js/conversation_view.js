/** @import { Search } from "./extension.js" */
/** @import { Message } from "./shapes.js" */
/** @import { HeldConversation } from "./tenant.js" */
/** @import { Reading } from "./message_view.js" */
import { Composer } from "./composer.js";
import { arrange, el } from "./dom.js";
import { MessageView } from "./message_view.js";
import { Scroller } from "./scroller.js";
import { isFor } from "./tenant.js";
import { ThreadView } from "./thread_view.js";

// Drawing a card takes some milliseconds: a busy channel shows its newest threads, earlier ones on demand.
const NEWEST = 40;
const MORE = 40;

/**
 * One conversation as one person sees it: messages, what to do when there are none, and the box to write in.
 * Kept for as long as the page lives, so that nobody's half-written words are lost by looking elsewhere.
 */
export class ConversationView {
  /** @type {Map<string, MessageView | ThreadView>} */ #entries = new Map();
  #shown = NEWEST;

  /**
   * @param {object} to
   * @param {string} to.label
   * @param {Reading} to.reading
   * @param {boolean} to.threads whether messages have threads
   * @param {Element} to.unopened what stands there before the conversation exists
   * @param {Element} to.empty what stands there while nobody has written
   * @param {Omit<ConstructorParameters<typeof Composer>[0], "find">} to.composer
   * @param {(search: Search, thread: string | null, shared: () => void) => void} to.find somebody wants to find something and share it
   * @param {(thread: string, text: string, mentionsBot: boolean) => Promise<unknown>} to.reply
   * @param {() => HeldConversation | undefined} to.current the conversation as it is now
   */
  constructor(to) {
    this.to = to;
    this.scroller = new Scroller(to.label);
    this.composer = new Composer({ ...to.composer, send: (text, mentionsBot) => this.#send(text, mentionsBot), find: (search) => to.find(search, null, () => this.scroller.toNewest()) });
    this.earlier = el("button", { type: "button", class: "link earlier" }, "Show earlier messages");
    this.earlier.addEventListener("click", () => this.#showMore());
    this.element = el("div", { class: "conversation" }, this.scroller.element, this.composer.element);
  }

  /** What has changed is drawn; the rest is not touched. */
  refresh() {
    const groups = this.#groups();
    const shown = groups.slice(-this.#shown);
    const elements = shown.map((group) => this.#entry(group).element);
    if (groups.length > shown.length) elements.unshift(this.earlier);
    const isOpen = this.to.current() !== undefined;
    this.composer.suggest(isOpen);
    arrange(this.scroller.inner, elements.length ? elements : [isOpen ? this.to.empty : this.to.unopened]);
  }

  /** The view has come to the front. */
  shown() {
    this.refresh();
    this.scroller.shown();
  }

  /**
   * Who writes wants to see the answer.
   *
   * @param {string} text
   * @param {boolean} mentionsBot
   */
  #send(text, mentionsBot) {
    this.scroller.toNewest();
    return this.to.composer.send(text, mentionsBot);
  }

  /** @returns {Message[][]} threads with the root first, or single messages; oldest first */
  #groups() {
    const all = this.to.current()?.messages.values() ?? [];
    const messages = [...all].filter((message) => isFor(message, this.to.reading.aad_id));
    if (!this.to.threads) return messages.map((message) => [message]);
    /** @type {Map<string, Message[]>} */
    const threads = new Map();
    for (const message of messages) {
      const root = message.thread ?? message.id;
      threads.set(root, [...(threads.get(root) ?? []), message]);
    }
    return [...threads.values()];
  }

  /** @param {Message[]} group */
  #entry(group) {
    const [first] = /** @type {[Message]} */ (group);
    const entry = this.#entries.get(first.id) ?? this.#newEntry(first);
    this.#entries.set(first.id, entry);
    if (entry instanceof ThreadView) entry.update(group);
    else entry.update(first);
    return entry;
  }

  /** @param {Message} first */
  #newEntry(first) {
    if (!this.to.threads) return new MessageView(first, this.to.reading);
    const thread = first.thread ?? first.id;
    return new ThreadView(first, this.to.reading, {
      reply: (text, mentionsBot) => this.to.reply(thread, text, mentionsBot),
      find: (search) => this.to.find(search, thread, () => undefined),
    });
  }

  #showMore() {
    this.#shown += MORE;
    this.refresh();
    this.scroller.element.focus();
  }
}
