import { act } from "./control.js";
import { TaskDialog } from "./task_dialog.js";

/**
 * What a press led to. `taken`: the bot has certainly taken what was typed; a mere sentence does not say so. `sentence`:
 * what to show, if anything. A card in the answer comes to the page as the message's new view.
 *
 * @typedef {{taken: boolean, mood: "done" | "refused", sentence: string | null}} Outcome
 */

/**
 * The person has pressed a button of a card. Refusal when nobody took the press.
 * Source of the answer's types: facts: card-answers (universal action model).
 *
 * @param {{aad_id: string, conversation: string, message: string}} place
 * @param {Record<string, unknown>} action the action's own JSON
 * @param {Record<string, string>} inputs
 * @param {(url: string) => void} visit where a link of a dialog leads
 * @returns {Promise<Outcome>}
 */
export async function press({ aad_id, conversation, message }, action, inputs, visit) {
  const answer = await act(aad_id, "presses", { conversation, message, action, inputs });
  if (!answer || !("task" in answer)) return outcome(answer);
  // Whatever is typed in the message's own card stays there: a dialog takes nothing from it.
  setTimeout(() => new TaskDialog({ aad_id, conversation, message }, visit).open(answer.task));
  return { taken: false, mood: "done", sentence: null };
}

/**
 * The person has seen a card that refreshes itself: Teams asks the bot by itself, and says nothing when that fails.
 *
 * @param {{aad_id: string, conversation: string, message: string}} place
 */
export async function look({ aad_id, conversation, message }) {
  await act(aad_id, "looks", { conversation, message }).catch(() => null);
}

/**
 * @param {any} answer
 * @returns {Outcome}
 */
function outcome(answer) {
  const type = String(answer?.type ?? "");
  if (type === "application/vnd.microsoft.card.adaptive") return { taken: true, mood: "done", sentence: null };
  if (type === "application/vnd.microsoft.activity.message") return { taken: false, mood: "done", sentence: String(answer.value) };
  if (type.startsWith("application/vnd.microsoft.error")) return { taken: false, mood: "refused", sentence: refusal(answer.value) };
  return { taken: true, mood: "done", sentence: null };
}

/** @param {any} error */
function refusal(error) {
  const reason = typeof error?.message === "string" ? error.message : "";
  return reason || "The bot refused that without a reason. What you typed is still here: try again, or send “help”.";
}
