const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

/**
 * Remembers where the keyboard stands within an element that is about to be drawn again.
 *
 * @param {HTMLElement} within
 * @returns {() => void} puts it back on the same input or button; if that is gone, on the element itself
 */
export function rememberFocus(within) {
  const focused = document.activeElement;
  if (!focused || !within.contains(focused)) return () => {};
  const name = nameOf(focused);
  const nth = alike(within, name).indexOf(focused);
  const selection = selectionOf(focused);
  return () => {
    const next = focused === within ? within : (alike(within, name)[nth] ?? within);
    /** @type {HTMLElement} */ (next).focus({ preventScroll: true });
    if (selection && next instanceof focused.constructor) /** @type {any} */ (next).setSelectionRange(...selection);
  };
}

/**
 * @param {HTMLElement} within
 * @param {string} name
 * @returns {Element[]}
 */
function alike(within, name) {
  return [...within.querySelectorAll(FOCUSABLE)].filter((element) => nameOf(element) === name);
}

/**
 * The same for the same control in the next version of a card.
 *
 * @param {Element} element
 */
function nameOf(element) {
  const part = element.closest("[data-part]")?.getAttribute("data-part") ?? "";
  const value = /** @type {HTMLInputElement} */ (element).type === "radio" ? /** @type {HTMLInputElement} */ (element).value : "";
  const text = element.tagName === "BUTTON" || element.tagName === "A" ? element.textContent : "";
  return [element.tagName, part, value, text].join("|");
}

/**
 * @param {Element} element
 * @returns {[number, number] | null} null where a control has no caret
 */
function selectionOf(element) {
  if (!(element instanceof HTMLTextAreaElement) && !(element instanceof HTMLInputElement)) return null;
  const { selectionStart, selectionEnd } = element;
  return selectionStart === null || selectionEnd === null ? null : [selectionStart, selectionEnd];
}
