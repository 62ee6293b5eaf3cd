/** @import { Tenant } from "./tenant.js" */
import { readState } from "./control.js";

const EVENTS = "/_local365/events";
// How often to look again for a bot that is still starting, in milliseconds; the snapshot is small in that time.
const BOT_LOOK = 2000;
// EventSource gives up after an HTTP error; then we open a new one, in milliseconds.
const REOPEN = 2000;

/**
 * The tenant follows the server from now on: a snapshot, then events; after a break the stream comes back by itself
 * and the snapshot is read again. Events that arrive during the reading wait for it.
 *
 * @param {Tenant} tenant
 * @param {(linked: boolean) => void} onLink told whether the page hears the local Microsoft 365
 */
export function follow(tenant, onLink) {
  const source = new EventSource(EVENTS);
  const reader = new Reader(tenant);
  const read = () => reader.read().then(() => onLink(true), again);
  const again = () => {
    onLink(false);
    source.close();
    setTimeout(() => follow(tenant, onLink), REOPEN);
  };
  source.addEventListener("open", read);
  source.addEventListener("message", ({ data }) => reader.take(JSON.parse(data), read));
  source.addEventListener("error", () => (source.readyState === EventSource.CLOSED ? again() : onLink(false)));
}

/**
 * While the bot is not reachable somebody looks again, until it is.
 *
 * @param {Tenant} tenant
 */
export function watchBot(tenant) {
  setInterval(async () => {
    if (tenant.bot.reachable || document.hidden) return;
    const snapshot = await readState().catch(() => null);
    if (snapshot) tenant.botIs(snapshot.bot.reachable);
  }, BOT_LOOK);
}

class Reader {
  /** @type {any[] | null} */ #waiting = null;

  /** @param {Tenant} tenant */
  constructor(tenant) {
    this.tenant = tenant;
  }

  async read() {
    this.#waiting ??= [];
    const snapshot = await readState();
    this.tenant.replace(snapshot);
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    waiting.forEach((event) => this.tenant.apply(event));
  }

  /**
   * @param {any} event
   * @param {() => void} read reads everything again
   */
  take(event, read) {
    if (this.#waiting) this.#waiting.push(event);
    else if (event.kind === "reset") read();
    else this.tenant.apply(event);
  }
}
