import { Refusal } from "./control.js";
import { el, unseen } from "./dom.js";
import { SEARCHES } from "./extension.js";

/**
 * The box in which a person writes. Enter sends, Shift and Enter makes a new line; what was typed goes only when sent.
 */
export class Composer {
  /**
   * @param {object} to
   * @param {string} to.label what a screen reader calls the box
   * @param {string} to.placeholder
   * @param {string[]} to.suggestions said with one press
   * @param {boolean} [to.mention] whether the bot must be mentioned to hear it, which a tick then offers
   * @param {(text: string, mentionsBot: boolean) => Promise<unknown>} to.send
   * @param {(search: import("./extension.js").Search) => void} to.find somebody wants to find something and share it
   */
  constructor(to) {
    this.to = to;
    this.box = el("textarea", { rows: 1, placeholder: to.placeholder, "aria-label": to.label, maxlength: 20000 });
    this.sendButton = el("button", { class: "send", type: "submit" }, "Send");
    this.tick = to.mention ? el("input", { type: "checkbox", checked: true }) : null;
    this.error = el("p", { class: "error", role: "alert", hidden: true });
    this.options = el("div", { class: "composer-options" }, this.#suggestions(), this.#tickLine(), this.#finders());
    this.element = el("form", { class: "composer" }, this.options, this.#line(), this.error);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("input", () => this.#grow());
  }

  focus() {
    this.box.focus();
  }

  /** @param {boolean} shown whether the suggestions are of use now */
  suggest(shown) {
    this.options.hidden = !shown;
  }

  /**
   * The person does it from here; what went wrong is said below the box.
   *
   * @param {() => Promise<unknown>} act
   * @returns {Promise<boolean>} whether it worked
   */
  async does(act) {
    if (this.element.getAttribute("aria-busy") === "true") return false;
    this.#busy(true);
    try {
      await act();
      this.#say("");
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#say(error.message);
      return false;
    } finally {
      this.#busy(false);
    }
  }

  #line() {
    return el("div", { class: "composer-line" }, this.box, this.sendButton);
  }

  #suggestions() {
    if (this.to.suggestions.length === 0) return null;
    const buttons = this.to.suggestions.map((text) =>
      el("button", { type: "button", class: "chip", on: { click: () => void this.#send(text) } }, text),
    );
    return el("div", { class: "suggestions", role: "group", "aria-label": "Suggestions" }, ...buttons);
  }

  #finders() {
    const buttons = SEARCHES.map((search) =>
      el("button", { type: "button", class: "quiet", "aria-haspopup": "dialog", on: { click: () => this.to.find(search) } }, search.title),
    );
    return el("div", { class: "finders" }, ...buttons);
  }

  #tickLine() {
    if (!this.tick) return null;
    return el("label", { class: "tick" }, this.tick, "Mention Prevention First", unseen(": in a channel the bot hears nothing else"));
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (text && (await this.#send(text))) this.#clear(text);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  /** @param {string} text */
  #send(text) {
    return this.does(() => this.to.send(text, this.tick?.checked ?? false));
  }

  /** @param {string} sent only that goes: the next words may already have been begun */
  #clear(sent) {
    if (this.box.value.trim() === sent) this.box.value = "";
    this.#grow();
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.element.setAttribute("aria-busy", String(busy));
    this.sendButton.textContent = busy ? "Sending…" : "Send";
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 160)}px`;
  }
}
