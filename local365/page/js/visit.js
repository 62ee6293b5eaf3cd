import { isSafeLink } from "./markdown.js";

// A row of a list on the invented site: /sites/prevention/Lists/Cases/DispForm.aspx?ID=3
const ROW_PATH = /\/Lists\/([^/]+)\//u;
const INVENTED = /\.example$/u;

/**
 * A card's link is followed: a row of the invented SharePoint opens in the third column, anything else in a new tab.
 *
 * @param {string} url
 * @param {(list: string, id: string) => boolean} reveal
 */
export function visit(url, reveal) {
  if (!isSafeLink(url)) return;
  const row = rowIn(url);
  if (row && reveal(row.list, row.id)) return;
  window.open(url, "_blank", "noopener,noreferrer");
}

/** @param {string} url */
function rowIn(url) {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  const list = ROW_PATH.exec(decodeURIComponent(pathname))?.[1];
  const id = searchParams.get("ID") ?? searchParams.get("id");
  return INVENTED.test(hostname) && list && id ? { list, id } : null;
}
