/**
 * Which rows a scrolled grid draws: those in sight and a few around, never the whole list.
 *
 * @param {{top: number, height: number, row: number, count: number}} sight `top` and heights in pixels, `count` of rows
 * @param {number} around rows kept ready above and below
 * @returns {{first: number, end: number}} `end` is not drawn
 */
export function windowOf({ top, height, row, count }, around) {
  const first = Math.max(0, Math.min(Math.floor(top / row) - around, count));
  const end = Math.min(count, Math.ceil((top + height) / row) + around);
  return { first, end: Math.max(first, end) };
}

/**
 * Where the keyboard goes from a cell.
 *
 * @param {KeyboardEvent} event
 * @param {{row: number, column: number}} from
 * @param {{rows: number, columns: number, page: number}} size
 * @returns {{row: number, column: number} | null} null when the key moves nothing
 */
export function moved({ key, ctrlKey }, from, { rows, columns, page }) {
  const to = target(key, ctrlKey, from, { rows, columns, page });
  if (!to) return null;
  return { row: clamp(to.row, rows), column: clamp(to.column, columns) };
}

/**
 * @param {string} key
 * @param {boolean} far
 * @param {{row: number, column: number}} from
 * @param {{rows: number, columns: number, page: number}} size
 */
function target(key, far, { row, column }, { rows, columns, page }) {
  const keys = {
    ArrowUp: { row: row - 1, column }, ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 }, ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - page, column }, PageDown: { row: row + page, column },
    Home: { row: far ? 0 : row, column: 0 }, End: { row: far ? rows - 1 : row, column: columns - 1 },
  };
  return /** @type {Record<string, {row: number, column: number}>} */ (keys)[key];
}

/**
 * @param {number} at
 * @param {number} count
 */
function clamp(at, count) {
  return Math.max(0, Math.min(at, count - 1));
}
