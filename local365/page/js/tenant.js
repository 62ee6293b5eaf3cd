/** @import { Person, Card, Message, Conversation, List, Item, Workbook, Bot, Snapshot } from "./shapes.js" */

/**
 * @typedef {{kind: "snapshot"} | {kind: "bot"} | {kind: "workbook"}
 *   | {kind: "conversation", conversation: string}
 *   | {kind: "message", conversation: string, message: Message, fresh: boolean}
 *   | {kind: "list", list: string} | {kind: "item", list: string, id: string}} Change
 *
 * @typedef {Omit<Conversation, "messages"> & {messages: Map<string, Message>}} HeldConversation
 * @typedef {Omit<List, "items" | "deleted"> & {items: Map<string, Item>, deleted: Map<string, Item>}} HeldList
 */

/** The tenant as last heard of; who subscribes is told of each change, once it has been made. */
export class Tenant {
  /** @type {Person[]} */ people = [];
  /** @type {Map<string, HeldConversation>} */ conversations = new Map();
  /** @type {Map<string, HeldList>} */ lists = new Map();
  /** @type {Workbook} */ workbook = { rows: 0, modified_at: "" };
  /** @type {Bot} */ bot = { url: null, reachable: false };
  /** @type {((change: Change) => void)[]} */ #listeners = [];

  /** @param {(change: Change) => void} listener */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /** @param {Snapshot} snapshot everything, which replaces everything */
  replace(snapshot) {
    this.people = snapshot.people;
    this.workbook = snapshot.workbook;
    this.bot = snapshot.bot;
    this.conversations = new Map(snapshot.conversations.map((one) => [one.id, heldConversation(one)]));
    this.lists = new Map(snapshot.lists.map((one) => [one.name, this.#heldList(one)]));
    this.#tell({ kind: "snapshot" });
  }

  /** @param {any} event one server-sent event; a kind not known here changes nothing; safe to apply twice */
  apply(event) {
    if (event.kind === "message") this.#message(event.conversation, event.message);
    else if (event.kind === "conversation") this.#conversation(event.conversation);
    else if (event.kind === "item") this.#item(event.list, event.item);
    else if (event.kind === "item_deleted") this.#itemDeleted(event.list, event.id);
    else if (event.kind === "list") this.#list(event.list);
    else if (event.kind === "workbook") this.#workbook(event.workbook ?? event);
  }

  /** @param {boolean} reachable */
  botIs(reachable) {
    if (this.bot.reachable === reachable) return;
    this.bot = { ...this.bot, reachable };
    this.#tell({ kind: "bot" });
  }

  /** @param {string} aad_id */
  person(aad_id) {
    return this.people.find((person) => person.aad_id === aad_id);
  }

  /** @param {string} aad_id */
  personalChat(aad_id) {
    return [...this.conversations.values()].find((one) => one.kind === "personal" && one.person === aad_id);
  }

  channels() {
    return [...this.conversations.values()].filter((one) => one.kind === "channel");
  }

  /**
   * @param {string} id
   * @param {Message} message
   */
  #message(id, message) {
    const conversation = this.conversations.get(id);
    if (!conversation) return;
    const fresh = !conversation.messages.has(message.id);
    conversation.messages.set(message.id, message);
    this.#tell({ kind: "message", conversation: id, message, fresh });
  }

  /** @param {Conversation} conversation */
  #conversation(conversation) {
    this.conversations.set(conversation.id, heldConversation(conversation));
    this.#tell({ kind: "conversation", conversation: conversation.id });
  }

  /**
   * @param {string} name
   * @param {Item} item
   */
  #item(name, item) {
    const list = this.lists.get(name);
    if (!list) return;
    list.deleted.delete(item.id);
    list.items.set(item.id, item);
    this.#tell({ kind: "item", list: name, id: item.id });
  }

  /**
   * @param {string} name
   * @param {string} id
   */
  #itemDeleted(name, id) {
    const list = this.lists.get(name);
    const item = list?.items.get(id);
    if (!list || !item) return;
    list.items.delete(id);
    list.deleted.set(id, item);
    this.#tell({ kind: "item", list: name, id });
  }

  /** @param {List} list */
  #list(list) {
    this.lists.set(list.name, this.#heldList(list));
    this.#tell({ kind: "list", list: list.name });
  }

  /** @param {Workbook} workbook */
  #workbook(workbook) {
    this.workbook = { ...this.workbook, ...workbook };
    this.#tell({ kind: "workbook" });
  }

  /**
   * @param {List} list
   * @returns {HeldList} what it left out (items of a "list" event, the recycle bin) stays as it was
   */
  #heldList(list) {
    const known = this.lists.get(list.name);
    const items = list.items ? byId(list.items) : (known?.items ?? new Map());
    return { ...list, items, deleted: list.deleted ? byId(list.deleted) : stillDeleted(known, items) };
  }

  /** @param {Change} change */
  #tell(change) {
    for (const listener of this.#listeners) listener(change);
  }
}

/**
 * The card as this person sees it.
 *
 * @param {Message} message
 * @param {string} aad_id
 * @returns {Card | null}
 */
export function cardFor(message, aad_id) {
  return message.views?.[aad_id] ?? message.card;
}

/**
 * Whether this person sees the message; a targeted one is for one reader only.
 *
 * @param {Message} message
 * @param {string} aad_id
 */
export function isFor(message, aad_id) {
  return !message.only_for || message.only_for === aad_id;
}

/**
 * @param {Conversation} conversation
 * @returns {HeldConversation}
 */
function heldConversation(conversation) {
  return { ...conversation, messages: byId(conversation.messages) };
}

/**
 * @template {{id: string}} Held
 * @param {Held[]} all
 * @returns {Map<string, Held>}
 */
function byId(all) {
  return new Map(all.map((one) => [one.id, one]));
}

/**
 * @param {HeldList | undefined} known
 * @param {Map<string, Item>} items
 * @returns {Map<string, Item>}
 */
function stillDeleted(known, items) {
  return new Map([...(known?.deleted ?? [])].filter(([id]) => !items.has(id)));
}
