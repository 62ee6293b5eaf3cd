// What people read is in Europe/London wherever the browser stands (design.md, rule 8).
const ZONE = "Europe/London";
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "short", day: "numeric", month: "short" });
const FULL_DAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "short", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const SORTABLE_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });

/**
 * The moment as a colleague would write it: "14:05" today, "Mon 3 Nov, 14:05" before.
 *
 * @param {string} iso
 * @param {Date} [now]
 */
export function londonMoment(iso, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = CLOCK.format(at);
  return londonDate(iso) === londonDate(now.toISOString()) ? clock : `${DAY.format(at).replace(",", "")}, ${clock}`;
}

/**
 * Day, month, year and clock: "3 Nov 2026, 14:05".
 *
 * @param {string} iso
 */
export function londonFull(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : `${FULL_DAY.format(at)}, ${CLOCK.format(at)}`;
}

/**
 * Day, month and year: "3 Nov 2026".
 *
 * @param {string} iso
 */
export function londonDay(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : FULL_DAY.format(at);
}

/**
 * The calendar day in London as `YYYY-MM-DD`, which a date input takes.
 *
 * @param {string} iso
 */
export function londonDate(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : SORTABLE_DAY.format(at);
}
