/** @import { Card } from "./shapes.js" */
/** @import { Outcome } from "./press.js" */
import { markInvalid, readCard, settle, typeOf } from "./card_renderer.js";
import { rememberOpen, rememberVisible, reopen, untouched } from "./card_shape.js";
import { Refusal } from "./control.js";
import { el } from "./dom.js";
import { rememberFocus } from "./focus_memory.js";
import { Typeahead } from "./typeahead.js";
import { inputsFor, refill, unsent } from "./typed.js";

const BUTTONS = ":is(.ac-pushButton, .ac-inlineActionButton, .ac-selectable):not([disabled])";
const CANNOT_DRAW = "This card could not be drawn.";

/**
 * One card of one message as one person sees it. It is drawn again only when its JSON changes, and then keeps what is
 * half-filled, what is open and where the keyboard stands. While a press is under way it waits.
 */
export class CardView {
  #drawn = "";
  /** @type {any} */ #card = null;
  /** @type {Map<any, Record<string, any>>} */ #sources = new Map();
  /** @type {import("./typed.js").Typed} */ #typed = new Map();
  /** @type {import("./typed.js").Typed} */ #sent = new Map();
  /** @type {Map<string, {title: string, value: string}[]>} */ #offered = new Map();
  #shape = untouched();
  #busy = false;

  /**
   * @param {object} to
   * @param {(action: Record<string, any>, inputs: Record<string, string>) => Promise<Outcome>} to.press
   * @param {() => void} to.look told when a card that refreshes itself has been drawn
   * @param {(url: string) => void} to.visit
   * @param {import("./typeahead.js").Ask} to.options what an input offers for the words typed into it
   * @param {() => Card | null} to.current the card as it is now
   */
  constructor(to) {
    this.to = to;
    this.face = el("div", { class: "card-face" });
    this.note = el("p", { class: "card-note", role: "status", hidden: true });
    // A form keeps radio buttons of equal names in two cards apart.
    this.element = el("form", { class: "card", tabindex: "-1", novalidate: true }, this.face, this.note);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => this.#beforeClick(event), { capture: true });
    new MutationObserver(() => markInvalid(this.face)).observe(this.face, { subtree: true, attributeFilter: ["class"] });
  }

  /** The card is drawn as it is now; nothing happens when nothing has changed or a press is under way. */
  refresh() {
    const json = this.to.current();
    const drawn = JSON.stringify(json);
    if (this.#busy || drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focus = rememberFocus(this.element);
    this.#keep();
    if (json) this.#draw(json);
    else this.face.replaceChildren();
    focus();
    if (json?.refresh) this.to.look();
  }

  /** Whether something stands in the card that nobody has sent. */
  hasTyped() {
    return this.#card !== null && unsent(this.#card, this.#typed, this.#sent).size > 0;
  }

  #keep() {
    if (!this.#card) return;
    this.#typed = unsent(this.#card, this.#typed, this.#sent);
    // What has just been answered need not stand open again.
    if (this.#sent.size) this.#shape.open.clear();
    else rememberOpen(this.#shape, this.#card);
    this.#sent = new Map();
  }

  /** @param {Card} json */
  #draw(json) {
    const { card, sources, datasets } = readCard(json);
    this.#card = card;
    this.#sources = sources;
    card.onExecuteAction = (/** @type {any} */ action) => void this.#execute(action);
    card.onInlineCardExpanded = () => settle(this.face);
    const typeaheads = [...datasets].map(([input, dataset]) => new Typeahead(input, this.#offeredBy(input), (words) => this.to.options(dataset, words)));
    refill(card, this.#typed);
    this.face.replaceChildren(card.render() ?? el("p", {}, json.fallbackText ?? CANNOT_DRAW));
    reopen(card, this.#shape, this.#typed);
    typeaheads.forEach((one) => one.drawn());
    settle(this.face);
  }

  /** @param {any} input what it has been offered so far is still known when the card is drawn again */
  #offeredBy(input) {
    const offered = this.#offered.get(input.id) ?? [];
    this.#offered.set(input.id, offered);
    return offered;
  }

  /** @param {any} action */
  async #execute(action) {
    const type = typeOf(action);
    if (type === "Action.OpenUrl") this.to.visit(action.url);
    else if (type === "Action.ToggleVisibility") rememberVisible(this.#shape, this.#card, action);
    else return this.#press(action);
    this.#reopen();
  }

  /** The renderer closes a ShowCard when another button is pressed; here it stays as the reader had it. */
  #reopen() {
    this.#typed = unsent(this.#card, this.#typed, this.#sent);
    reopen(this.#card, this.#shape, this.#typed);
    settle(this.face);
  }

  /** @param {any} action */
  async #press(action) {
    const inputs = inputsFor(action);
    this.#setBusy(action.renderedElement);
    this.#say("Sending…", "busy");
    try {
      this.#settled(await this.to.press(this.#sources.get(action) ?? {}, inputs), inputs);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#say(error.message, "refused");
    } finally {
      this.#setBusy(null);
      if (this.#sent.size === 0) this.#reopen();
      this.refresh();
    }
  }

  /**
   * @param {Outcome} outcome
   * @param {Record<string, string>} inputs
   */
  #settled({ taken, mood, sentence }, inputs) {
    if (taken) this.#sent = new Map(Object.entries(inputs));
    this.#say(sentence ?? "", mood);
  }

  /**
   * @param {string} sentence
   * @param {"busy" | "done" | "refused"} mood
   */
  #say(sentence, mood) {
    this.note.textContent = sentence;
    this.note.hidden = !sentence;
    this.note.dataset.mood = mood;
  }

  /** @param {HTMLElement | null} pressed null when the press is over */
  #setBusy(pressed) {
    this.#busy = pressed !== null;
    this.element.setAttribute("aria-busy", String(this.#busy));
    // aria-disabled, not disabled: a disabled button would lose the keyboard's place.
    for (const button of this.face.querySelectorAll(BUTTONS)) {
      if (this.#busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
      button.classList.toggle("pressed", button === pressed);
    }
  }

  /**
   * What is open is noted before the renderer hears of the click; while a press is under way it hears of none.
   *
   * @param {Event} event
   */
  #beforeClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (this.#card && !this.#busy) rememberOpen(this.#shape, this.#card);
    if (!this.#busy || !target.closest(BUTTONS)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
