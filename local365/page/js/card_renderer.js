/** @import { Card } from "./shapes.js" */
import { TEAMS } from "./host_config.js";
import { cardHtml } from "./markdown.js";

const AC = globalThis.AdaptiveCards;
// "v1.5 or earlier" is what Teams draws (facts: card-versions).
const TEAMS_VERSION = AC.Versions.v1_5;

AC.GlobalSettings.setTabIndexAtCardRoot = false;
AC.GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true;
AC.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
AC.AdaptiveCard.onProcessMarkdown = (/** @type {string} */ text, /** @type {any} */ result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};

const HOST = new AC.HostConfig(TEAMS);

/**
 * A card ready to render, the JSON each of its actions came from, and what each of its inputs can ask for more of.
 *
 * @typedef {{card: any, sources: Map<any, Record<string, any>>, datasets: Map<any, string>}} ReadCard
 */

/**
 * @param {Card} json
 * @returns {ReadCard}
 */
export function readCard(json) {
  const sources = new Map();
  const datasets = new Map();
  const context = new AC.SerializationContext(TEAMS_VERSION);
  context.onParseAction = (/** @type {any} */ action, /** @type {any} */ source) => sources.set(action, source);
  // Teams looks options up at 1.5 too (facts: typeahead); the renderer only from 1.6.
  context.onParseElement = (/** @type {any} */ element, /** @type {any} */ source) => {
    const data = source["choices.data"];
    if (data?.type === "Data.Query" && source.style === "filtered") datasets.set(element, data.dataset);
  };
  const card = new AC.AdaptiveCard();
  card.version = TEAMS_VERSION;
  card.hostConfig = HOST;
  card.parse(json, context);
  return { card, sources, datasets };
}

/**
 * The JSON name of the action's type: "Action.Execute" and its kind.
 *
 * @param {any} action
 * @returns {string}
 */
export function typeOf(action) {
  return action.getJsonTypeName();
}

/**
 * What the renderer leaves open is settled: ids unique in the card only move to data-part, groups of choices have a
 * name, what is required says so to a screen reader. Safe to call again when a ShowCard has opened.
 *
 * @param {HTMLElement} rendered
 */
export function settle(rendered) {
  for (const element of rendered.querySelectorAll("[id]")) {
    if (element.id.startsWith("__ac-") || element.id.startsWith("ac-")) continue;
    element.setAttribute("data-part", element.id);
    element.removeAttribute("id");
  }
  rendered.querySelectorAll(".ac-choiceSetInput-expanded").forEach((group) => nameGroup(group, "radiogroup"));
  rendered.querySelectorAll(".ac-choiceSetInput-multiSelect").forEach((group) => nameGroup(group, "group"));
  rendered.querySelectorAll("textarea.ac-input-required").forEach((area) => area.setAttribute("aria-required", "true"));
}

/**
 * A screen reader hears which inputs the renderer has found wrong.
 *
 * @param {HTMLElement} rendered
 */
export function markInvalid(rendered) {
  for (const input of rendered.querySelectorAll(".ac-input")) {
    const failed = input.classList.contains("ac-input-validation-failed");
    if (failed) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

/**
 * @param {Element} group
 * @param {string} role
 */
function nameGroup(group, role) {
  const label = group.parentElement?.previousElementSibling;
  group.setAttribute("role", role);
  if (label?.id) group.setAttribute("aria-labelledby", label.id);
}
