/** @import { Message } from "./shapes.js" */
/** @import { Outcome } from "./press.js" */
import { CardView } from "./card_view.js";
import { el } from "./dom.js";
import { RAISE } from "./extension.js";
import { face } from "./faces.js";
import { MessageMenu } from "./message_menu.js";
import { wordsOf } from "./message_text.js";
import { cardFor } from "./tenant.js";
import { londonFull, londonMoment } from "./times.js";

/**
 * What a message needs of the world around it.
 *
 * @typedef {object} Reading
 * @property {string} aad_id who reads
 * @property {(message: Message, action: Record<string, any>, inputs: Record<string, string>) => Promise<Outcome>} press
 * @property {(message: Message) => void} look
 * @property {(message: Message, command: string) => Promise<unknown>} act a message action of the app's has been chosen
 * @property {import("./typeahead.js").Ask} options
 * @property {(url: string) => void} visit
 */

/** One message in a chat or a channel; it changes only where the message has changed. */
export class MessageView {
  /** @type {CardView | null} */ #card = null;
  #words = "";

  /**
   * @param {Message} message
   * @param {Reading} reading
   */
  constructor(message, reading) {
    this.message = message;
    this.reading = reading;
    this.head = el("p", { class: "message-head" });
    this.text = el("div", { class: "message-text" });
    this.menu = new MessageMenu([{ title: RAISE.title, act: () => reading.act(this.message, RAISE.id) }]);
    const own = message.from.aad_id === reading.aad_id && !message.from.bot;
    const body = el("div", { class: "message-body" }, el("div", { class: "message-top" }, this.head, this.menu.element), this.menu.note, this.text);
    this.element = el("article", { class: `message${own ? " own" : ""}`, "data-message": message.id }, face(message.from), body);
    this.body = body;
    this.update(message);
  }

  /** @param {Message} message as it is now */
  update(message) {
    this.message = message;
    const name = `${message.from.name}, ${londonMoment(message.at)}`;
    this.element.setAttribute("aria-label", name);
    this.menu.name(name);
    this.menu.element.hidden = message.deleted;
    this.element.classList.toggle("gone", message.deleted);
    this.#showHead();
    this.#showWords();
    this.#showCard();
  }

  #showHead() {
    const { from, at, edited_at, deleted, only_for } = this.message;
    const edited = edited_at && !deleted ? el("span", { class: "edited", title: londonFull(edited_at) }, "Edited") : null;
    const time = el("time", { datetime: at, title: londonFull(at) }, londonMoment(at));
    const badge = from.bot ? el("span", { class: "badge" }, "App") : "";
    const targeted = only_for ? el("span", { class: "edited" }, "Only you can see this") : "";
    this.head.replaceChildren(el("strong", {}, from.name), badge, time, edited ?? "", targeted);
  }

  #showWords() {
    const { text, deleted } = this.message;
    const words = deleted ? "\u0000deleted" : (text ?? "");
    if (words === this.#words) return;
    this.#words = words;
    this.text.replaceChildren(deleted ? "This message has been deleted." : wordsOf(this.message));
  }

  #showCard() {
    if (this.message.deleted) {
      this.#card?.element.remove();
      this.#card = null;
    } else if (this.#card || this.#currentCard()) {
      this.#card ??= this.#newCard();
      this.#card.refresh();
    }
  }

  #newCard() {
    const card = new CardView({
      press: (action, inputs) => this.reading.press(this.message, action, inputs),
      look: () => this.reading.look(this.message),
      visit: this.reading.visit,
      options: this.reading.options,
      current: () => this.#currentCard(),
    });
    this.body.append(card.element);
    return card;
  }

  #currentCard() {
    return cardFor(this.message, this.reading.aad_id);
  }
}
