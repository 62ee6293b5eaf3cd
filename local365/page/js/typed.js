/**
 * What somebody typed in a card and has not sent, by input id.
 *
 * @typedef {Map<string, string>} Typed
 */

/**
 * What is half-filled now. An input not drawn yet (in a closed ShowCard) keeps what it was given.
 *
 * @param {any} card of the renderer
 * @param {Typed} before what the card was drawn with
 * @param {Typed} sent what the bot has taken; the same words again are not unsent
 * @returns {Typed}
 */
export function unsent(card, before, sent) {
  /** @type {Typed} */
  const typed = new Map();
  for (const input of card.getAllInputs(true)) {
    if (!input.id) continue;
    const value = input.renderedInputControlElement ? shown(input) : before.get(input.id);
    if (value !== undefined && value !== blank(input) && value !== sent.get(input.id)) typed.set(input.id, value);
  }
  return typed;
}

/**
 * The card, not drawn yet, will be drawn with what was typed; its own words are remembered as blank.
 *
 * @param {any} card
 * @param {Typed} typed
 */
export function refill(card, typed) {
  for (const input of card.getAllInputs(true)) {
    const value = input.id ? typed.get(input.id) : undefined;
    BLANKS.set(input, blank(input));
    if (value !== undefined) input.defaultValue = value;
  }
}

/**
 * The inputs an action sends, by id, as the renderer gathers them for it.
 *
 * @param {any} action
 * @returns {Record<string, string>}
 */
export function inputsFor(action) {
  /** @type {Record<string, string>} */
  const inputs = {};
  for (const input of Object.values(action.getReferencedInputs() ?? {})) {
    if (input.isSet()) inputs[input.id] = String(input.value);
  }
  return inputs;
}

/** @type {WeakMap<any, string>} what each input says when nobody has typed */
const BLANKS = new WeakMap();

/** @param {any} input */
function blank(input) {
  return BLANKS.get(input) ?? String(input.defaultValue ?? (input.getJsonTypeName() === "Input.Toggle" ? input.valueOff : ""));
}

/**
 * The value as a card's JSON would give it; a filtered choice is a text box that shows the title.
 *
 * @param {any} input
 */
function shown(input) {
  const value = String(input.value ?? "");
  const choice = input.style === "filtered" ? input.choices.find((/** @type {any} */ one) => one.value === value) : null;
  return choice ? choice.title : value;
}
