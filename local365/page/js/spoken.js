/** @import { Message } from "./shapes.js" */
/** @import { Tenant } from "./tenant.js" */
import { announce } from "./announce.js";
import { gist } from "./message_text.js";
import { cardFor } from "./tenant.js";

// News that arrive together are said together, in milliseconds.
const TOGETHER = 600;

/** Says new messages to who cannot see them arrive: one with its first words, several as a number. */
export class Spoken {
  /** @type {{message: Message, where: string}[]} */ #waiting = [];

  /** @param {Tenant} tenant */
  constructor(tenant) {
    this.tenant = tenant;
  }

  /**
   * @param {string} conversation
   * @param {Message} message
   */
  came(conversation, message) {
    const where = this.tenant.conversations.get(conversation)?.title ?? "a chat";
    if (this.#waiting.push({ message, where }) === 1) setTimeout(() => this.#say(), TOGETHER);
  }

  #say() {
    const [first, ...others] = this.#waiting;
    this.#waiting = [];
    if (!first) return;
    const { message, where } = first;
    if (others.length) announce(`${others.length + 1} new messages.`);
    else announce(`${message.from.name} in ${where}: ${gist(message, cardFor(message, ""))}`);
  }
}
