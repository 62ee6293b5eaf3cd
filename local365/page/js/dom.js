/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {{on?: Record<string, (event: any) => void>, [name: string]: unknown}} Attributes
 */

/**
 * A new element with its attributes, listeners and children; strings always become text, never HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] `on` holds listeners; true sets an empty attribute; false, null and undefined set none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(element, attributes.on ?? {});
    else setAttribute(element, name, value);
  }
  element.append(...children.filter(isShown));
  return element;
}

/**
 * The attribute is as given: null, undefined and false remove it.
 *
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * The part of the page that is certainly there.
 *
 * @template {Element} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {Found}
 */
export function part(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return /** @type {Found} */ (found);
}

/** @param {string} text what a screen reader reads and nobody sees */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/**
 * A select's options are these; the chosen one stays chosen where it is still offered.
 *
 * @param {HTMLSelectElement} select
 * @param {{value: string, label: string}[]} choices
 */
export function offer(select, choices) {
  const chosen = select.value;
  if (!sameValues(select, choices)) select.replaceChildren(...choices.map(({ value }) => el("option", { value })));
  choices.forEach(({ label }, at) => {
    const option = select.options[at];
    // An open list of options stays open: only what reads differently is touched.
    if (option && option.textContent !== label) option.textContent = label;
  });
  if (choices.some(({ value }) => value === chosen)) select.value = chosen;
}

/**
 * The parent's children are exactly these, in this order; what already stands in its place is not moved, so focus,
 * carets and half-typed words stay.
 *
 * @param {Element} parent
 * @param {Element[]} children
 */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}

/**
 * @param {HTMLSelectElement} select
 * @param {{value: string}[]} choices
 */
function sameValues(select, choices) {
  return select.options.length === choices.length && choices.every(({ value }, at) => select.options[at]?.value === value);
}

/**
 * @param {Element} element
 * @param {Record<string, (event: any) => void>} listeners
 */
function listen(element, listeners) {
  for (const [type, listener] of Object.entries(listeners)) element.addEventListener(type, listener);
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}
