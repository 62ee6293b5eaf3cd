import { el } from "./dom.js";

let count = 0;

/** What every dialog that stands before the page has: a title, a way out, and the keyboard back where it came from. */
export class DialogFrame {
  /**
   * @param {object} to
   * @param {string} to.kind a class for its looks
   * @param {() => void} to.leave somebody wants to close it: with Esc, the cross, or on a phone the back gesture
   * @param {() => HTMLElement | null} to.instead where the keyboard goes when what opened it is gone
   */
  constructor({ kind, leave, instead }) {
    this.leave = leave;
    this.instead = instead;
    this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    const id = `dialog-title-${++count}`;
    this.title = el("h2", { id });
    this.cross = el("button", { type: "button", class: "quiet", "aria-label": "Close", on: { click: leave } }, "✕");
    this.element = el("dialog", { class: kind, "aria-labelledby": id }, el("header", { class: "task-head" }, this.title, this.cross));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("cancel", (event) => this.#cancelled(event));
    this.element.addEventListener("close", () => this.#closed());
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
  }

  /** @param {KeyboardEvent} event Chromium lets a second Esc through whatever `cancel` says; this one comes before */
  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.leave();
  }

  /** @param {Event} event */
  #cancelled(event) {
    if (event.target !== this.element) return;
    event.preventDefault();
    this.leave();
  }

  #closed() {
    this.element.remove();
    const target = this.opener?.isConnected && this.opener !== document.body ? this.opener : this.instead();
    target?.focus();
  }
}
