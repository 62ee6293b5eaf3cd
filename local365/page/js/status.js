/** @import { Tenant } from "./tenant.js" */
import { part } from "./dom.js";

/** The line in the masthead that says whether the page and the bot can be reached, and what to do when not. */
export class Status {
  #linked = false;
  #known = false;
  #wasReady = false;

  /** @param {Tenant} tenant */
  constructor(tenant) {
    this.tenant = tenant;
    this.element = part("#status");
    this.show();
  }

  /** @param {boolean} linked whether the page hears the local Microsoft 365 */
  linked(linked) {
    this.#linked = linked;
    this.#known ||= linked;
    this.show();
  }

  show() {
    const ready = this.tenant.bot.reachable;
    this.#wasReady ||= ready;
    const [mood, sentence] = this.#now(ready);
    this.element.dataset.mood = mood;
    if (this.element.textContent !== sentence) this.element.textContent = sentence;
  }

  /**
   * @param {boolean} ready
   * @returns {[string, string]}
   */
  #now(ready) {
    if (!this.#linked && !this.#known) return ["waiting", "Connecting…"];
    if (!this.#linked) return ["lost", "Not connected. Is “make run” still running? Trying again…"];
    if (ready) return ["ready", "Bot ready, page live"];
    return this.#wasReady ? ["lost", "The bot does not answer. What you send may fail."] : ["waiting", "The bot is starting…"];
  }
}
