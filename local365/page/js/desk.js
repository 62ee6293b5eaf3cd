/** @import { Tenant, HeldConversation } from "./tenant.js" */
/** @import { Person } from "./shapes.js" */
/** @import { Reading } from "./message_view.js" */
import { openChat, sayInChannel, sayInChat, SILENCE } from "./chat_acts.js";
import { Refusal } from "./control.js";
import { ConversationView } from "./conversation_view.js";
import { el } from "./dom.js";
import { actOn, optionsFor } from "./extension.js";
import { ExtensionSearch } from "./extension_search.js";
import { look, press } from "./press.js";
import { TaskDialog } from "./task_dialog.js";

const FIRST_WORDS = ["hello", "my cases", "help"];

/**
 * The Teams windows people have open: one view for each person and conversation, made when first looked at.
 */
export class Desk {
  /** @type {Map<string, ConversationView>} */ #views = new Map();

  /**
   * @param {Tenant} tenant
   * @param {(url: string) => void} visit
   */
  constructor(tenant, visit) {
    this.tenant = tenant;
    this.visit = visit;
  }

  /** @param {Person} person */
  personalChat({ aad_id, name }) {
    /** @type {ConversationView} */
    const view = this.#view(`chat ${aad_id}`, () => new ConversationView({
      label: `${name}’s chat with Prevention First`,
      reading: this.#reading(aad_id, () => this.tenant.personalChat(aad_id)?.id ?? ""),
      threads: false,
      unopened: sayHello(name, () => view.composer.does(() => this.#watched(openChat(aad_id)))),
      empty: nothingYet(),
      composer: {
        label: `Message Prevention First as ${name}`,
        placeholder: "Write to Prevention First",
        suggestions: FIRST_WORDS,
        send: (text) => this.#watched(sayInChat(aad_id, text)),
      },
      find: (search, thread, shared) => this.#find(search, { aad_id, conversation: this.tenant.personalChat(aad_id)?.id ?? "", thread }, shared),
      reply: () => Promise.resolve(),
      current: () => this.tenant.personalChat(aad_id),
    }));
    return view;
  }

  /**
   * @param {Person} person
   * @param {HeldConversation} channel
   */
  channel({ aad_id, name }, { id, title }) {
    return this.#view(`channel ${aad_id} ${id}`, () => new ConversationView({
      label: `Channel ${title} as ${name} sees it`,
      reading: this.#reading(aad_id, () => id),
      threads: true,
      unopened: quietChannel(title),
      empty: quietChannel(title),
      composer: {
        label: `Start a thread in ${title} as ${name}`,
        placeholder: `Write in ${title}`,
        suggestions: ["help"],
        mention: true,
        send: (text, mentionsBot) => this.#watched(sayInChannel(aad_id, { conversation: id, thread: null, text, mentionsBot })),
      },
      find: (search, thread, shared) => this.#find(search, { aad_id, conversation: id, thread }, shared),
      reply: (thread, text, mentionsBot) => this.#watched(sayInChannel(aad_id, { conversation: id, thread, text, mentionsBot })),
      current: () => this.tenant.conversations.get(id),
    }));
  }

  /**
   * @param {string} key
   * @param {() => ConversationView} make
   */
  #view(key, make) {
    const view = this.#views.get(key) ?? make();
    this.#views.set(key, view);
    return view;
  }

  /**
   * @param {string} aad_id
   * @param {() => string} conversation
   * @returns {Reading}
   */
  #reading(aad_id, conversation) {
    return {
      aad_id,
      visit: this.visit,
      press: (message, action, inputs) => this.#watched(press({ aad_id, conversation: conversation(), message: message.id }, action, inputs, this.visit)),
      look: (message) => look({ aad_id, conversation: conversation(), message: message.id }),
      act: (message, command) => this.#act({ aad_id, conversation: conversation(), message: message.id, command }),
      options: (dataset, words) => this.#watched(optionsFor({ aad_id, conversation: conversation() }, dataset, words)),
    };
  }

  /** @param {{aad_id: string, conversation: string, message: string, command: string}} place */
  async #act(place) {
    const task = await this.#watched(actOn(place, place.command));
    new TaskDialog(place, this.visit).open(task);
  }

  /**
   * @param {import("./extension.js").Search} search
   * @param {import("./extension.js").Place} place
   * @param {() => void} shared
   */
  #find(search, place, shared) {
    new ExtensionSearch(place, search, { visit: this.visit, shared, watched: (acting) => this.#watched(acting) }).open();
  }

  /**
   * A bot that does not answer is known not to be reachable.
   *
   * @template Answer
   * @param {Promise<Answer>} acting
   */
  async #watched(acting) {
    try {
      return await acting;
    } catch (error) {
      if (error instanceof Refusal && error.status === SILENCE) this.tenant.botIs(false);
      throw error;
    }
  }
}

/**
 * @param {string} name
 * @param {() => void} open
 */
function sayHello(name, open) {
  return el("div", { class: "empty" },
    el("h3", {}, "Say hello to Prevention First"),
    el("p", {}, `${name.split(" ").pop()} has an idea, a problem or an inefficiency. Open the chat: the bot says hello and has one card to fill in. The answer is a case number and a date.`),
    el("button", { type: "button", on: { click: open } }, "Open the chat"));
}

function nothingYet() {
  return el("div", { class: "empty" },
    el("h3", {}, "The chat is open"),
    el("p", {}, "Nobody has written yet. Send “hello” below."));
}

/** @param {string} title */
function quietChannel(title) {
  return el("div", { class: "empty" },
    el("h3", {}, `Nothing in ${title} yet`),
    el("p", {}, "Cases arrive in the channel that is the hub’s, one card each. “hub here” and the setup code make it this one; “help” says what else there is."));
}
