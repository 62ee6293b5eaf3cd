import { part } from "./dom.js";

// Long enough for a screen reader to have taken the sentence; the region must not grow for ever.
const KEPT = 4;

/**
 * A screen reader says the sentence when it next pauses; nothing is interrupted.
 *
 * @param {string} sentence
 */
export function announce(sentence) {
  const region = part("#announcements");
  const line = document.createElement("p");
  line.textContent = sentence;
  region.append(line);
  while (region.childElementCount > KEPT) region.firstElementChild?.remove();
}
