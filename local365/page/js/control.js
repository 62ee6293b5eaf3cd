/** @import { Snapshot } from "./shapes.js" */

const ROOT = "/_local365";
/** What follows when the bot said nothing. */
export const BOT_IS_AWAY = " It may still be starting: wait a few seconds, then try again. What you typed is still here.";

/** A "no" that a person can act on; its message is the sentence to show. */
export class Refusal extends Error {
  /**
   * @param {string} sentence
   * @param {number} status the HTTP status; 0 when nothing answered
   */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** @returns {Promise<Snapshot>} the whole tenant */
export async function readState() {
  return call("GET", "/state");
}

/**
 * The person has done it, as in a Microsoft 365 client; the answer is the control plane's.
 * Refusal with the sentence to show when it did not work.
 *
 * @param {string} aad_id
 * @param {"opens" | "says" | "presses" | "submits" | "looks" | "acts" | "searches" | "types" | "shares" | "edits" | "creates" | "deletes" | "restores"} verb
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<any>}
 */
export async function act(aad_id, verb, body = {}) {
  return call("POST", `/people/${encodeURIComponent(aad_id)}/${verb}`, body);
}

/**
 * A new row stands in the Forms workbook.
 *
 * @param {{email: string | null, name: string, answers: string[]}} response
 */
export async function sendFormsResponse(response) {
  return call("POST", "/forms/responses", response);
}

/** @param {Record<string, unknown>} fault what goes wrong from now on, as `local365/faults.py` takes it */
export async function scriptFault(fault) {
  return call("POST", "/faults", fault);
}

export async function clearFaults() {
  return call("DELETE", "/faults");
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>} the answer's JSON; null when there is none
 */
async function call(method, path, body) {
  const response = await reach(method, path, body);
  const text = await response.text();
  const answer = parsed(text);
  if (!response.ok) throw new Refusal(sentence(response.status, said(answer, text)), response.status);
  return answer;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 */
async function reach(method, path, body) {
  const headers = body === undefined ? undefined : { "Content-Type": "application/json" };
  try {
    return await fetch(ROOT + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal("The local Microsoft 365 does not answer. Check that “make run” is still running, then try again.", 0);
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/**
 * The reason in the answer's own words, where it gave one.
 *
 * @param {any} answer
 * @param {string} text
 * @returns {string}
 */
function said(answer, text) {
  const reason = answer?.error?.message ?? answer?.message ?? answer?.error ?? (answer === null ? text : "");
  return typeof reason === "string" && reason.length <= 300 ? reason.trim() : "";
}

/**
 * @param {number} status
 * @param {string} reason
 */
function sentence(status, reason) {
  if (status === 404) return "That is no longer there. Somebody may have deleted it: reload the page to see how things stand.";
  if (status === 429) return "Too many requests at once (429). Wait a few seconds, then try again.";
  if (status >= 500) return `${stopped(reason || "The bot did not answer")}${BOT_IS_AWAY}`;
  const why = reason ? `: ${stopped(reason)}` : ".";
  return `That was not accepted (${status})${why} Correct it and try again.`;
}

/** @param {string} text ends with one full stop */
function stopped(text) {
  return `${text.replace(/[.\s]+$/u, "")}.`;
}
