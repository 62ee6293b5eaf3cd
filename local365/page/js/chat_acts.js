import { act, BOT_IS_AWAY, Refusal } from "./control.js";

/** The status that stands for a bot which says nothing. */
export const SILENCE = 504;

/**
 * The person's chat with the bot is open, and the bot has been told. Safe to do twice: it is told once.
 *
 * @param {string} aad_id
 */
export async function openChat(aad_id) {
  const { statuses = [] } = (await act(aad_id, "opens")) ?? {};
  if (!statuses.every(isGood)) throw new Refusal(`The chat is open, but the bot did not answer.${BOT_IS_AWAY}`, SILENCE);
}

/**
 * The person has written to the bot in the personal chat, which is open from now on.
 *
 * @param {string} aad_id
 * @param {string} text
 */
export async function sayInChat(aad_id, text) {
  await act(aad_id, "opens");
  return heard(await act(aad_id, "says", { conversation: null, text, mentions_bot: false, thread: null }));
}

/**
 * The person has written in a channel.
 *
 * @param {string} aad_id
 * @param {{conversation: string, thread: string | null, text: string, mentionsBot: boolean}} what
 */
export async function sayInChannel(aad_id, { conversation, thread, text, mentionsBot }) {
  return heard(await act(aad_id, "says", { conversation, text, mentions_bot: mentionsBot, thread }));
}

/**
 * The message stands in the conversation; Refusal when the bot should have heard it and did not take it.
 *
 * @param {any} answer of the control plane
 */
function heard(answer) {
  if (!answer?.heard || isGood(answer.status)) return;
  throw new Refusal(`Your message is in the chat, but the bot did not answer.${BOT_IS_AWAY}`, answer.status ?? SILENCE);
}

/** @param {number | null} status */
function isGood(status) {
  return status !== null && status >= 200 && status < 300;
}
