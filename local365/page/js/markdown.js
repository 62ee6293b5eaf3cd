// What Teams shows of Markdown in a card or a bot's message: bold, italic, lists and links (facts: card-markdown).
const RULES = ["newline", "escape", "emphasis", "link", "entity", "list"];
const LINKS = /^(https:|mailto:)/iu;

/**
 * Teams' Markdown; HTML stays text, a link leads to https or mailto or nowhere.
 *
 * @returns {any} a markdown-it instance
 */
function teamsMarkdown() {
  const markdown = new globalThis.markdownit("zero", { html: false, linkify: false, breaks: true }).enable(RULES);
  markdown.validateLink = isSafeLink;
  const render = markdown.renderer.renderToken.bind(markdown.renderer);
  markdown.renderer.rules.link_open = (/** @type {any} */ tokens, /** @type {number} */ at, /** @type {any} */ options) => {
    tokens[at].attrSet("target", "_blank");
    tokens[at].attrSet("rel", "noopener noreferrer");
    return render(tokens, at, options);
  };
  return markdown;
}

const MARKDOWN = teamsMarkdown();

/** @param {string} url */
export function isSafeLink(url) {
  return LINKS.test(url.trim());
}

/**
 * HTML of a card's text, for the card renderer, which takes nothing else.
 *
 * @param {string} text
 * @returns {string}
 */
export function cardHtml(text) {
  return MARKDOWN.render(text);
}

/**
 * Nodes of a bot's message, built one by one: no HTML is ever parsed.
 *
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function messageNodes(text) {
  const top = document.createDocumentFragment();
  build(MARKDOWN.parse(text, {}), top);
  return top;
}

/**
 * @param {any[]} tokens of markdown-it
 * @param {Node} into
 */
function build(tokens, into) {
  let here = into;
  for (const token of tokens) {
    if (token.type === "inline") build(token.children ?? [], here);
    else if (token.nesting === 1) here = here.appendChild(opened(token));
    else if (token.nesting === -1) here = here.parentNode ?? into;
    else here.appendChild(leaf(token));
  }
}

/** @param {any} token */
function opened(token) {
  const element = document.createElement(token.tag);
  if (token.type === "link_open") {
    element.setAttribute("href", token.attrGet("href"));
    element.setAttribute("target", "_blank");
    element.setAttribute("rel", "noopener noreferrer");
  }
  return element;
}

/** @param {any} token */
function leaf(token) {
  return token.tag === "br" ? document.createElement("br") : document.createTextNode(token.content);
}
