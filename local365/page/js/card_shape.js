/** @import { Typed } from "./typed.js" */
import { typeOf } from "./card_renderer.js";

const EXPANDED = 1; // ActionButtonState.Expanded of adaptivecards 3.0.6, which does not export it

/**
 * What a reader has opened in a card: ShowCards by title, parts shown or hidden by id.
 *
 * @typedef {{open: Set<string>, visible: Map<string, boolean>}} Shape
 */

/** @returns {Shape} */
export function untouched() {
  return { open: new Set(), visible: new Map() };
}

/**
 * The ShowCards now open are remembered.
 *
 * @param {Shape} shape
 * @param {any} card
 */
export function rememberOpen(shape, card) {
  shape.open = new Set(showCards(card).filter(({ state }) => state === EXPANDED).map(({ title }) => title));
}

/**
 * What a ToggleVisibility has just done is remembered.
 *
 * @param {Shape} shape
 * @param {any} card
 * @param {any} action
 */
export function rememberVisible(shape, card, action) {
  for (const id of Object.keys(action.targetElements)) {
    const element = card.getElementById(id);
    if (element) shape.visible.set(id, element.isVisible);
  }
}

/**
 * A newly drawn card is opened as the reader had the last one; a ShowCard with half-filled inputs is always open.
 *
 * @param {any} card
 * @param {Shape} shape
 * @param {Typed} typed
 */
export function reopen(card, shape, typed) {
  for (const [id, visible] of shape.visible) {
    const element = card.getElementById(id);
    if (element) element.isVisible = visible;
  }
  for (const action of showCards(card)) {
    const halfFilled = action.card.getAllInputs(true).some((/** @type {any} */ input) => typed.has(input.id));
    if (action.renderedElement && action.state !== EXPANDED && (halfFilled || shape.open.has(action.title))) action.execute();
  }
}

/**
 * @param {any} card
 * @returns {any[]} outer ones first
 */
function showCards(card) {
  return card.getAllActions().filter((/** @type {any} */ action) => typeOf(action) === "Action.ShowCard");
}
