import { Refusal } from "./control.js";
import { el } from "./dom.js";

// Milliseconds without a key before the bot is asked, as long as a person needs between two letters.
const PAUSE = 250;
let count = 0;

/**
 * Options for what somebody has typed. Refusal when they could not be had.
 *
 * @typedef {(words: string) => Promise<{title: string, value: string}[]>} Look
 * @typedef {(dataset: string, words: string) => Promise<{title: string, value: string}[]>} Ask
 */

/**
 * An input of a card that finds its options as somebody types: its own that hold the words, then what the bot offers.
 * Source of the keys: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export class Typeahead {
  #asked = 0;
  #timer = 0;
  #active = -1;
  /** @type {{title: string, value: string}[]} */ #shown = [];

  /**
   * Made before the card is drawn, so that a choice offered earlier is known to it and reads as its title.
   *
   * @param {any} input of the renderer
   * @param {{title: string, value: string}[]} offered what the bot has offered so far; what it offers is added
   * @param {Look} look
   */
  constructor(input, offered, look) {
    this.input = input;
    this.offered = offered;
    this.look = look;
    this.own = input.choices.map(({ title, value }) => ({ title, value }));
    this.Choice = globalThis.AdaptiveCards.Choice;
    offered.forEach((one) => this.#know(one));
    const chosen = input.choices.find((/** @type {any} */ one) => one.value === input.defaultValue);
    if (chosen) input.defaultValue = chosen.title;
  }

  /** The card has been drawn: the box listens, and has its list below it. */
  drawn() {
    this.box = /** @type {HTMLInputElement | null} */ (this.input.renderedInputControlElement?.querySelector("input") ?? null);
    if (!this.box) return;
    const id = `ac-options-${++count}`;
    this.list = el("ul", { class: "options", role: "listbox", id, "aria-label": this.input.label ?? "Options", hidden: true });
    this.note = el("p", { class: "options-note", role: "status" });
    this.box.removeAttribute("list");
    this.box.autocomplete = "off";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) this.box.setAttribute(name, value);
    this.box.after(this.list, this.note);
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("click", () => this.#offer(this.#ownWith(this.#words())));
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.#close());
  }

  #words() {
    return this.box?.value.trim() ?? "";
  }

  /** @param {string} words */
  #ownWith(words) {
    const known = this.own.some(({ title }) => title === words);
    return this.own.filter(({ title }) => known || title.toLowerCase().includes(words.toLowerCase()));
  }

  #typed() {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const words = this.#words();
    this.#offer(this.#ownWith(words));
    if (!words) return this.#say("");
    this.#say("Looking…");
    this.#timer = window.setTimeout(() => void this.#ask(words, asked), PAUSE);
  }

  /**
   * @param {string} words
   * @param {number} asked an answer that comes after the next question is of no use
   */
  async #ask(words, asked) {
    try {
      const found = await this.look(words);
      found.forEach((one) => this.#know(one));
      if (asked !== this.#asked) return;
      const own = this.#ownWith(words);
      const more = found.filter(({ value }) => !own.some((one) => one.value === value));
      this.#offer([...own, ...more]);
      this.#say(counted(own.length + more.length, words));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (asked === this.#asked) this.#say(error.message);
    }
  }

  /** @param {{title: string, value: string}} option the renderer takes it for a valid choice from now on */
  #know(option) {
    if (this.input.choices.some((/** @type {any} */ one) => one.value === option.value)) return;
    this.input.choices.push(new this.Choice(option.title, option.value));
    if (!this.offered.includes(option)) this.offered.push(option);
  }

  /** @param {{title: string, value: string}[]} options */
  #offer(options) {
    this.#shown = options;
    this.#active = -1;
    this.list?.replaceChildren(...options.map((option, at) => this.#line(option, at)));
    this.#open(options.length > 0 && document.activeElement === this.box);
  }

  /**
   * @param {{title: string, value: string}} option
   * @param {number} at
   */
  #line(option, at) {
    const line = el("li", { role: "option", id: `${this.list?.id}-${at}`, "aria-selected": "false" }, option.title);
    // The box keeps the keyboard.
    line.addEventListener("mousedown", (event) => event.preventDefault());
    line.addEventListener("click", () => this.#pick(option));
    return line;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isOpen = this.list?.hidden === false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen) this.#offer(this.#shown.length ? this.#shown : this.#ownWith(this.#words()));
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && isOpen) this.#close();
    else if (event.key === "Enter" && isOpen && this.#shown[this.#active]) this.#pick(this.#shown[this.#active]);
    else return;
    event.preventDefault();
    // A dialog around the card would take Esc for itself.
    event.stopPropagation();
  }

  /** @param {1 | -1} by */
  #move(by) {
    if (this.#shown.length === 0) return;
    const last = this.#shown.length - 1;
    this.#active = this.#active + by < 0 ? last : this.#active + by > last ? 0 : this.#active + by;
    [...(this.list?.children ?? [])].forEach((line, at) => line.setAttribute("aria-selected", String(at === this.#active)));
    const active = this.list?.children[this.#active];
    if (active) this.box?.setAttribute("aria-activedescendant", active.id);
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {{title: string, value: string} | undefined} option */
  #pick(option) {
    if (!option || !this.box) return;
    clearTimeout(this.#timer);
    this.#asked += 1;
    // Two people may have one name, and the renderer reads the first choice with the title that stands in the box.
    this.input.choices.sort((/** @type {any} */ one, /** @type {any} */ other) => Number(other.value === option.value) - Number(one.value === option.value));
    this.box.value = option.title;
    this.box.oninput?.(new InputEvent("input"));
    this.#close();
    this.#say("");
  }

  #close() {
    this.#open(false);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    if (this.list) this.list.hidden = !isOpen;
    this.box?.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.box?.removeAttribute("aria-activedescendant");
  }

  /** @param {string} sentence */
  #say(sentence) {
    if (this.note) this.note.textContent = sentence;
  }
}

/**
 * @param {number} found
 * @param {string} words
 */
function counted(found, words) {
  if (found === 0) return `Nothing found for “${words}”. Try fewer or other letters.`;
  return found === 1 ? "One to choose from." : `${found} to choose from.`;
}
