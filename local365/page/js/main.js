/** @import { Change } from "./tenant.js" */
import { Desk } from "./desk.js";
import { HubColumn } from "./hub.js";
import { Layout } from "./layout.js";
import { ListsColumn } from "./lists.js";
import { follow, watchBot } from "./live.js";
import { News } from "./news.js";
import { OfficerColumn } from "./officer.js";
import { Spoken } from "./spoken.js";
import { Status } from "./status.js";
import { Tenant } from "./tenant.js";
import { visit } from "./visit.js";
import { Workbench } from "./workbench.js";

const tenant = new Tenant();
const news = new News();
const desk = new Desk(tenant, (url) => visit(url, reveal));
const officer = new OfficerColumn({ tenant, desk, news, sees: () => layout.sees("officer") });
const hub = new HubColumn({ tenant, desk, news, sees: () => layout.sees("hub") });
const lists = new ListsColumn(tenant);
const layout = new Layout(seeAll);
const status = new Status(tenant);
const workbench = new Workbench(tenant);
const spoken = new Spoken(tenant);

tenant.subscribe(changed);
follow(tenant, (linked) => status.linked(linked));
watchBot(tenant);

/** @param {Change} change */
function changed(change) {
  if (change.kind === "message" && change.fresh && change.message.from.bot) heard(change);
  officer.changed(change);
  hub.changed(change);
  lists.changed(change);
  status.show();
  showNews();
  if (change.kind === "workbook") workbench.showWorkbook();
}

/** @param {Extract<Change, {kind: "message"}>} change */
function heard({ conversation, message }) {
  if (message.only_for && ![officer.select.aad_id, hub.select.aad_id].includes(message.only_for)) return;
  news.came(conversation);
  if ([officer.conversation, hub.conversation].includes(conversation)) spoken.came(conversation, message);
}

/** A column that has just come into sight shows how things stand. */
function seeAll() {
  if (tenant.people.length === 0) return;
  officer.show();
  hub.show();
  lists.changed({ kind: "snapshot" });
  showNews();
}

function showNews() {
  layout.tabs.news("officer", news.in(officer.conversation));
  layout.tabs.news("hub", news.in(hub.conversation));
}

/**
 * @param {string} list
 * @param {string} id
 */
function reveal(list, id) {
  layout.bring("lists");
  return lists.reveal(list, id);
}
