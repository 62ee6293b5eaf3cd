import { CardView } from "./card_view.js";
import { act } from "./control.js";
import { DialogFrame } from "./dialog_frame.js";
import { el } from "./dom.js";
import { optionsFor, taskIn } from "./extension.js";
/** @import { Card } from "./shapes.js" */
/** @import { Outcome } from "./press.js" */

/**
 * What the bot wants shown: a card, a sentence, or null, which closes the dialog.
 * Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 *
 * @typedef {{type: "continue", value: {title?: string, card?: {content: Card}, url?: string}} | {type: "message", value: string} | null} Task
 */

const WEB_PAGE = "This dialog shows a web page, which the local Microsoft 365 does not open.";

/** A dialog that stands before everything else until it is sent or closed; typed words are not thrown away unasked. */
export class TaskDialog {
  /** @type {Card | null} */ #card = null;
  #sentOnce = false;

  /**
   * @param {{aad_id: string, conversation: string, message: string, command?: string}} place where it was opened, and
   *   the message action that opened it, if one did
   * @param {(url: string) => void} visit
   */
  constructor(place, visit) {
    this.place = place;
    this.frame = new DialogFrame({ kind: "task", leave: () => this.#leave(), instead: () => this.#cardOfOpener() });
    this.view = new CardView({
      press: (action, inputs) => this.#send(action, inputs),
      look: () => undefined,
      visit,
      options: (dataset, words) => optionsFor(place, dataset, words),
      current: () => this.#card,
    });
    this.sentence = el("p", { class: "task-sentence", tabindex: "-1", hidden: true });
    this.question = this.#newQuestion();
    this.element = this.frame.element;
    this.element.append(this.question, this.sentence, this.view.element);
  }

  /** @param {Task} task what the bot answered to the press that asks for a dialog */
  open(task) {
    if (!task) return;
    this.frame.open();
    this.#show(task);
  }

  /** @param {Task} task */
  #show(task) {
    this.question.hidden = true;
    if (!task) return this.element.close();
    this.#card = task.type === "continue" ? (task.value.card?.content ?? null) : null;
    const sentence = task.type === "message" ? task.value : this.#card ? "" : WEB_PAGE;
    this.frame.title.textContent = (task.type === "continue" && task.value.title) || "Prevention First";
    this.sentence.textContent = sentence;
    this.sentence.hidden = !sentence;
    this.view.element.hidden = !this.#card;
    this.view.refresh();
    this.#focus();
  }

  #focus() {
    const first = this.#card && this.view.element.querySelector("input, textarea, select, button");
    const target = /** @type {HTMLElement} */ (first ?? (this.sentence.hidden ? this.frame.cross : this.sentence));
    target.focus();
  }

  /**
   * @param {Record<string, any>} action
   * @param {Record<string, string>} inputs
   * @returns {Promise<Outcome>}
   */
  async #send(action, inputs) {
    const { aad_id, ...where } = this.place;
    const task = taskIn(await act(aad_id, "submits", { ...where, action, inputs }));
    this.#sentOnce = true;
    // The view draws nothing while a press is under way: the answer is shown when it is over.
    setTimeout(() => this.#show(task));
    return { taken: true, mood: "done", sentence: null };
  }

  #newQuestion() {
    const stay = el("button", { type: "button", on: { click: () => this.#stay() } }, "Go on writing");
    const go = el("button", { type: "button", class: "quiet", on: { click: () => this.element.close() } }, "Close and lose it");
    const words = el("p", {}, "What you typed has not been sent.");
    return el("div", { class: "task-question", role: "alert", hidden: true }, words, el("div", { class: "task-choices" }, stay, go));
  }

  #stay() {
    this.question.hidden = true;
    this.#focus();
  }

  #leave() {
    if (!this.#hasUnsent()) return this.element.close();
    this.question.hidden = false;
    this.question.querySelector("button")?.focus();
  }

  #hasUnsent() {
    // A form that came back holds what was typed before, as if the card had said it.
    const boxes = this.#card !== null && this.view.element.querySelector("textarea, input[type=text]") !== null;
    return this.#card !== null && (this.view.hasTyped() || (this.#sentOnce && boxes));
  }

  /** The card was drawn again meanwhile: its message is the nearest place to where the keyboard stood. */
  #cardOfOpener() {
    return /** @type {HTMLElement | null} */ (document.querySelector(`[data-message="${CSS.escape(this.place.message)}"] .card`));
  }
}
