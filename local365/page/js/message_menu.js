import { Refusal } from "./control.js";
import { el } from "./dom.js";

/**
 * What can be done with a message, behind one small button.
 * Source of the keys: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export class MessageMenu {
  /** @type {HTMLElement | null} */ #menu = null;

  /** @param {{title: string, act: () => Promise<unknown>}[]} actions */
  constructor(actions) {
    this.actions = actions;
    this.button = el("button", { type: "button", class: "more", "aria-haspopup": "menu", "aria-expanded": "false" }, "⋯");
    this.button.addEventListener("click", () => (this.#menu ? this.#close() : this.#open()));
    this.button.addEventListener("keydown", (event) => this.#downOnButton(event));
    this.note = el("p", { class: "menu-note", role: "status" });
    this.element = el("div", { class: "message-menu" }, this.button);
  }

  /** @param {string} message what a screen reader calls it */
  name(message) {
    this.button.setAttribute("aria-label", `More for the message of ${message}`);
  }

  #open() {
    const items = this.actions.map(({ title, act }) =>
      el("button", { type: "button", role: "menuitem", tabindex: "-1", on: { click: () => void this.#do(act) } }, title));
    const menu = el("div", { class: "menu", role: "menu", popover: "auto", "aria-label": this.button.getAttribute("aria-label") }, ...items);
    menu.addEventListener("keydown", (event) => this.#key(event));
    menu.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "closed") this.#gone(menu);
    });
    this.element.append(menu);
    menu.showPopover();
    this.#menu = menu;
    this.button.setAttribute("aria-expanded", "true");
    place(menu, this.button.getBoundingClientRect());
    document.addEventListener("scroll", this.#scrolled, { capture: true, once: true, passive: true });
    items[0]?.focus({ preventScroll: true });
  }

  // A menu that stayed while its message moves away would belong to another one.
  #scrolled = () => this.#close();

  #close() {
    this.#menu?.hidePopover();
  }

  /** @param {HTMLElement} menu closed by a choice, by Esc or by a press elsewhere */
  #gone(menu) {
    menu.remove();
    document.removeEventListener("scroll", this.#scrolled, { capture: true });
    if (this.#menu === menu) this.#menu = null;
    this.button.setAttribute("aria-expanded", String(this.#menu !== null));
  }

  /** @param {() => Promise<unknown>} act */
  async #do(act) {
    this.#close();
    this.button.focus({ preventScroll: true });
    if (this.button.getAttribute("aria-busy") === "true") return;
    this.button.setAttribute("aria-busy", "true");
    this.#say("Opening…", false);
    try {
      await act();
      this.#say("", false);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#say(error.message, true);
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {string} sentence
   * @param {boolean} isRefusal
   */
  #say(sentence, isRefusal) {
    this.note.textContent = sentence;
    this.note.classList.toggle("error", isRefusal);
  }

  /** @param {KeyboardEvent} event */
  #downOnButton(event) {
    if (event.key !== "ArrowDown" || this.#menu) return;
    event.preventDefault();
    this.#open();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = /** @type {HTMLElement[]} */ ([...(this.#menu?.children ?? [])]);
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      this.#close();
      this.button.focus({ preventScroll: true });
    } else if (to !== undefined) items[to % items.length]?.focus();
    if (event.key === "Escape" || to !== undefined) event.preventDefault();
  }
}

/**
 * Below the button, or above it where there is no room; always whole on the screen.
 *
 * @param {HTMLElement} menu
 * @param {DOMRect} button
 */
function place(menu, button) {
  const { width, height } = menu.getBoundingClientRect();
  const fits = button.bottom + height + 4 <= window.innerHeight;
  menu.style.top = `${fits ? button.bottom + 2 : button.top - height - 2}px`;
  menu.style.left = `${Math.max(8, Math.min(button.right - width, window.innerWidth - width - 8))}px`;
}
