import { el } from "./dom.js";

// Within this many pixels of the end a reader is following the conversation.
const NEAR = 48;
// Pixels above a message that is shown from its beginning.
const MARGIN = 12;

const WRITING = "input, textarea, select";

/**
 * A column of messages that stays with the newest one for who reads that, and stays put for who reads further up or
 * writes in a card. A message taller than the column is shown from its beginning.
 */
export class Scroller {
  #following = true;
  #top = 0;
  #ours = -1;
  // As the reader last saw it: what has arrived since, and is not drawn yet, moves nobody away from the end.
  #height = 0;

  /** @param {string} label */
  constructor(label) {
    this.inner = el("div", { class: "messages" });
    this.element = el("div", { class: "scroller following", tabindex: "0", role: "group", "aria-label": label }, this.inner);
    this.element.addEventListener("scroll", () => this.#note(), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(this.inner);
  }

  /** Who comes back finds the place as it was left. */
  shown() {
    if (this.#following) this.toNewest();
    else this.element.scrollTop = this.#top;
  }

  toNewest() {
    const { scrollHeight, clientHeight } = this.element;
    const newest = [...this.inner.querySelectorAll(".message")].pop();
    const end = scrollHeight - clientHeight;
    this.#follows(true);
    this.element.scrollTop = newest ? Math.min(end, this.#topOf(newest)) : end;
    this.#ours = this.element.scrollTop;
  }

  /** @param {Element} message */
  #topOf(message) {
    return this.element.scrollTop + message.getBoundingClientRect().top - this.element.getBoundingClientRect().top - MARGIN;
  }

  #note() {
    const { scrollTop, clientHeight } = this.element;
    if (!clientHeight) return;
    this.#top = scrollTop;
    this.#follows(Math.abs(scrollTop - this.#ours) < 2 || this.#height - scrollTop - clientHeight < NEAR);
  }

  /**
   * The browser holds the place of who reads further up; for who follows we do, and two would disagree.
   *
   * @param {boolean} following
   */
  #follows(following) {
    this.#following = following;
    this.element.classList.toggle("following", following);
  }

  #follow() {
    const writing = this.inner.querySelector(":focus")?.matches(WRITING);
    if (this.#following && !writing) this.toNewest();
    this.#height = this.element.scrollHeight;
  }
}
