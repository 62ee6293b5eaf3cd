/** @import { Tenant } from "./tenant.js" */
import { clearFaults, Refusal, scriptFault, sendFormsResponse } from "./control.js";
import { el, part } from "./dom.js";
import { londonFull } from "./times.js";

const TYPES = ["Idea", "Operational problem", "Inefficiency"];
// The headings of the seeded workbook, in its order; the first is a choice.
const QUESTIONS = [
  "Is this an idea, an operational problem or an inefficiency?",
  "In one sentence, what is it?",
  "What happens, where, how often, and who is affected?",
  "What has been tried or what do you already know about what works?",
  "What would good look like, and what help do you want from the hub?",
];
const MANY = 10_000;

/** @type {{title: string, says: string, fault: Record<string, unknown>}[]} */
const FAULTS = [
  { title: "Graph is down", says: "Every call to Graph answers 503 until you mend it.", fault: { method: "*", path: "/v1.0/*", status: 503, headers: { "Retry-After": "2" }, when: "before", times: MANY } },
  { title: "Graph is slow", says: "Every call to Graph takes five seconds longer until you mend it.", fault: { method: "*", path: "/v1.0/*", when: "slow", delay_s: 5, times: MANY } },
  { title: "Teams throttles", says: "The next three sends of the bot answer 429, wait five seconds.", fault: { method: "POST", path: "/connector/v3/*", status: 429, headers: { "Retry-After": "5" }, when: "before", times: 3 } },
];

/** The drawer with what no client of Microsoft 365 has: a form to fill in, faults to try, how to begin again. */
export class Workbench {
  /** @param {Tenant} tenant */
  constructor(tenant) {
    this.tenant = tenant;
    this.dialog = /** @type {HTMLDialogElement} */ (part("#workbench"));
    this.answer = el("p", { class: "answer", role: "status" });
    this.workbook = el("p", { class: "about" });
    this.who = el("select", { id: "forms-who" });
    this.anonymous = el("input", { type: "checkbox", on: { change: () => (this.who.disabled = this.anonymous.checked) } });
    this.dialog.append(this.#head(), this.#form(), this.#faults(), this.#reset(), this.answer);
    part("#workbench-open").addEventListener("click", () => this.#open());
  }

  #open() {
    this.who.replaceChildren(...this.tenant.people.filter(({ left }) => !left).map(({ aad_id, name }) => el("option", { value: aad_id }, name)));
    this.answer.textContent = "";
    this.showWorkbook();
    this.dialog.showModal();
  }

  /** The drawer says how many responses the workbook holds. */
  showWorkbook() {
    const { rows, modified_at } = this.tenant.workbook;
    this.workbook.textContent = `The workbook holds ${rows} responses${modified_at ? `, last changed ${londonFull(modified_at)}` : ""}. The sync worker reads it at its next look.`;
  }

  #head() {
    const close = el("button", { type: "button", class: "quiet", on: { click: () => this.dialog.close() } }, "Close");
    return el("header", { class: "item-head" }, el("h2", { id: "workbench-heading" }, "Workbench"), close);
  }

  #form() {
    const form = el("form", { on: { submit: (event) => this.#send(event, form) } },
      el("h3", {}, "Send a Microsoft Forms response"), this.workbook,
      el("label", { class: "field wide" }, el("span", {}, "Sent by"), this.who),
      el("label", { class: "tick" }, this.anonymous, "Anonymous: no name, no e-mail"),
      ...QUESTIONS.map(questionLine),
      el("button", { type: "submit", class: "primary" }, "Send response"));
    return form;
  }

  #faults() {
    const rows = FAULTS.map(({ title, says, fault }) =>
      el("li", {}, el("div", {}, el("p", {}, title), el("p", { class: "about" }, says)),
        el("button", { type: "button", class: "quiet", "aria-label": `Script: ${title}`, on: { click: () => this.#do(() => scriptFault(fault), `${title}. ${says}`) } }, "Script it")));
    const mend = el("button", { type: "button", class: "primary", on: { click: () => this.#do(clearFaults, "All faults are mended.") } }, "Mend everything");
    return el("section", {}, el("h3", {}, "Script a fault"), el("ul", { class: "bin-lines" }, ...rows), mend);
  }

  #reset() {
    return el("section", {}, el("h3", {}, "Begin again"),
      el("p", {}, "Stop the program with Ctrl-C, run ", el("code", {}, "make reset"), ", then ", el("code", {}, "make run"), ". Cases, chats and lists are then as on the first day."));
  }

  /**
   * @param {Event} event
   * @param {HTMLFormElement} form
   */
  async #send(event, form) {
    event.preventDefault();
    const answers = QUESTIONS.map((_, at) => String(new FormData(form).get(`question-${at}`) ?? ""));
    const person = this.anonymous.checked ? undefined : this.tenant.person(this.who.value);
    const sent = await this.#do(() => sendFormsResponse({ email: person?.email ?? null, name: person?.name ?? "", answers }), "The response is in the workbook.");
    if (sent) form.reset();
    this.who.disabled = this.anonymous.checked;
  }

  /**
   * @param {() => Promise<unknown>} act
   * @param {string} done
   */
  async #do(act, done) {
    try {
      await act();
      this.answer.textContent = done;
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.answer.textContent = error.message;
      return false;
    }
  }
}

/**
 * @param {string} question
 * @param {number} at
 */
function questionLine(question, at) {
  const name = `question-${at}`;
  const input = at === 0
    ? el("select", { name }, ...TYPES.map((type) => el("option", {}, type)))
    : el(at === 1 ? "input" : "textarea", { name, required: at === 1, rows: at === 1 ? null : 3 });
  return el("label", { class: "field wide" }, el("span", {}, question), input);
}
