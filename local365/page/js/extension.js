/** @import { Card } from "./shapes.js" */
import { act } from "./control.js";

// What the app's manifest offers in Teams. The page cannot read it: tests/page/test_extension.py holds the two together.
export const RAISE = { id: "raise", title: "Raise with Prevention First" };
const FIND = {
  id: "find",
  title: "Find a case",
  parameter: { name: "words", title: "Number, words or status", description: "As in PF-2026-0042, lighting, or waiting" },
  counted: { one: "One case", many: "cases", untyped: ", newest first" },
};
const EVIDENCE = {
  id: "evidence",
  title: "Find evidence",
  parameter: { name: "words", title: "Problem, place, year or kind", description: "As in shoplifting, burglary London, or problem guide" },
  counted: { one: "One guide or project", many: "guides and projects", untyped: ", by title" },
};
/** The searches of the compose box, in the manifest's order. @type {Search[]} */
export const SEARCHES = [FIND, EVIDENCE];
/** How many results one page has; Teams asks for as many. */
export const PAGE_SIZE = 25;

/**
 * Where a person is: in one conversation, perhaps in one of its threads.
 *
 * @typedef {{aad_id: string, conversation: string, thread: string | null}} Place
 */

/**
 * A search of the compose box: what its command is called, what it asks for, and what it says of what it found.
 *
 * @typedef {{id: string, title: string, parameter: {name: string, title: string, description: string},
 *   counted: {one: string, many: string, untyped: string}}} Search
 */

/**
 * One thing found: what the list shows of it, and the attachment that is shared.
 *
 * @typedef {{title: string, text: string, card: Card | null, attachment: Record<string, any>}} Found
 */

/**
 * The bot's answer to a message action that somebody has chosen: what its dialog shows, null when it shows none.
 *
 * @param {{aad_id: string, conversation: string, message: string}} place
 * @param {string} command
 * @returns {Promise<import("./task_dialog.js").Task>}
 */
export async function actOn({ aad_id, conversation, message }, command) {
  return taskIn(await act(aad_id, "acts", { conversation, message, command }));
}

/**
 * What a dialog of the extension goes on with; a sentence in the place of results is a sentence here too.
 *
 * @param {any} answer
 * @returns {import("./task_dialog.js").Task}
 */
export function taskIn(answer) {
  const words = answer?.composeExtension?.text;
  return words ? { type: "message", value: String(words) } : (answer?.task ?? null);
}

/**
 * One page of what the bot finds; or its sentence in the place of results.
 *
 * @param {Place} place
 * @param {Search} search
 * @param {string} words nothing typed asks for what shows when a search opens
 * @param {number} skip
 * @returns {Promise<{results: Found[], sentence: string}>}
 */
export async function findIn({ aad_id, conversation }, search, words, skip) {
  const body = { conversation, command: search.id, words: { [search.parameter.name]: words }, skip };
  const { composeExtension } = await act(aad_id, "searches", body);
  return { results: (composeExtension.attachments ?? []).map(foundIn), sentence: composeExtension.text ?? "" };
}

/**
 * The card stands in the conversation as the person's message.
 *
 * @param {Place} place
 * @param {Found} found
 */
export async function share({ aad_id, conversation, thread }, { attachment }) {
  await act(aad_id, "shares", { conversation, thread, attachment });
}

/**
 * What the bot offers while somebody types into an input, best first; may be empty.
 *
 * @param {{aad_id: string, conversation: string}} place
 * @param {string} dataset
 * @param {string} words
 * @returns {Promise<{title: string, value: string}[]>}
 */
export async function optionsFor({ aad_id, conversation }, dataset, words) {
  const answer = await act(aad_id, "types", { conversation, dataset, words });
  return answer.value.results;
}

/**
 * @param {Record<string, any>} attachment
 * @returns {Found}
 */
function foundIn(attachment) {
  const { title = "", subtitle = "", text = "" } = (attachment.preview ?? attachment).content;
  const card = attachment.content?.type === "AdaptiveCard" ? attachment.content : null;
  return { title, text: [subtitle, text].filter(Boolean).join(" "), card, attachment };
}
