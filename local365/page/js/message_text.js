/** @import { Message } from "./shapes.js" */
import { el } from "./dom.js";
import { messageNodes } from "./markdown.js";

const MENTION = /<at>([^<]*)<\/at>/gu;

/**
 * A message's words: Markdown when the bot wrote them, plain text when a person did; mentions stand out.
 *
 * @param {Message} message
 * @returns {DocumentFragment}
 */
export function wordsOf(message) {
  const text = message.text ?? "";
  return message.from.bot ? messageNodes(text.replace(MENTION, "**$1**")) : plainWithMentions(text);
}

/**
 * The first words, for a screen reader's announcement or a list of news.
 *
 * @param {Message} message
 * @param {import("./shapes.js").Card | null} card
 */
export function gist(message, card) {
  const words = (message.text || card?.fallbackText || firstText(card) || "a card").replace(MENTION, "$1").replace(/\s+/gu, " ").trim();
  return words.length > 120 ? `${words.slice(0, 119)}…` : words;
}

/** @param {string} text */
function plainWithMentions(text) {
  const all = document.createDocumentFragment();
  let from = 0;
  for (const mention of text.matchAll(MENTION)) {
    all.append(text.slice(from, mention.index), el("span", { class: "mention" }, mention[1]));
    from = mention.index + mention[0].length;
  }
  all.append(text.slice(from));
  return all;
}

/**
 * @param {any} part of a card
 * @returns {string}
 */
function firstText(part) {
  if (part?.type === "TextBlock" && part.text) return String(part.text);
  for (const inner of part?.body ?? part?.items ?? part?.columns ?? []) {
    const text = firstText(inner);
    if (text) return text;
  }
  return "";
}
