/** How many messages each conversation has that nobody has looked at yet. */
export class News {
  /** @type {Map<string, number>} by conversation id */ #counts = new Map();

  /** @param {string} conversation */
  came(conversation) {
    this.#counts.set(conversation, this.in(conversation) + 1);
  }

  /** @param {string | undefined} conversation */
  seen(conversation) {
    if (conversation) this.#counts.delete(conversation);
  }

  /** @param {string | undefined} conversation */
  in(conversation) {
    return this.#counts.get(conversation ?? "") ?? 0;
  }
}
