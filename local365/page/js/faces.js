import { el } from "./dom.js";

// Eight sober grounds; white initials on each have a contrast of at least 4.5:1.
const GROUNDS = 8;

/**
 * The round with initials beside a message; the bot wears the product's mark.
 *
 * @param {{name: string, bot: boolean}} who
 */
export function face({ name, bot }) {
  if (bot) return el("img", { class: "face bot", src: "/page/mark.svg", alt: "", width: 32, height: 32 });
  return el("span", { class: `face ground-${groundOf(name)}`, "aria-hidden": "true" }, initials(name));
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => (word ?? "").slice(0, 1)).join("").toUpperCase();
}

/** @param {string} name */
function groundOf(name) {
  return [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % GROUNDS;
}
