/** @import { Person } from "./shapes.js" */
import { el, offer } from "./dom.js";

/** Chooses who somebody is; the choice outlives a reload of the page. */
export class PersonSelect {
  /**
   * @param {object} to
   * @param {string} to.label
   * @param {string} to.key under which the choice is remembered
   * @param {() => void} to.onChosen
   */
  constructor(to) {
    this.to = to;
    this.select = el("select", { on: { change: () => this.#chosen() } });
    this.element = el("label", { class: "field" }, el("span", {}, to.label), this.select);
  }

  get aad_id() {
    return this.select.value;
  }

  /**
   * @param {Person[]} people who may be chosen
   * @param {(person: Person) => number} [news] how much is new for each
   */
  offer(people, news = () => 0) {
    const first = this.select.options.length === 0;
    offer(this.select, people.map((person) => ({ value: person.aad_id, label: labelOf(person, news(person)) })));
    const before = remembered(this.to.key);
    if (first && people.some(({ aad_id }) => aad_id === before)) this.select.value = before;
  }

  /** @param {string} aad_id */
  choose(aad_id) {
    this.select.value = aad_id;
    this.#chosen();
  }

  #chosen() {
    try {
      sessionStorage.setItem(this.to.key, this.select.value);
    } catch {
      // A browser that keeps nothing still chooses.
    }
    this.to.onChosen();
  }
}

/**
 * @param {Person} person
 * @param {number} news
 */
function labelOf({ name, title, left }, news) {
  const role = left ? "has left" : title;
  return [name, role ? `, ${role}` : "", news ? ` (${news} new)` : ""].join("");
}

/** @param {string} key */
function remembered(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
