/**
 * What the control plane of the local Microsoft 365 sends, as the page reads it.
 *
 * @typedef {{aad_id: string, name: string, email: string, title: string, hub: boolean, left: boolean}} Person
 *
 * @typedef {Record<string, any>} Card an Adaptive Card as JSON
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string | null} thread the root message's id; null for a root and in a personal chat
 * @property {{aad_id: string | null, name: string, bot: boolean}} from
 * @property {string | null} text
 * @property {Card | null} card
 * @property {Record<string, Card>} [views] the card as one person sees it, by aad_id
 * @property {string | null} [only_for] the aad_id of the only person who sees it; null for everybody
 * @property {string} at
 * @property {string | null} edited_at
 * @property {boolean} deleted
 *
 * @typedef {object} Conversation
 * @property {string} id
 * @property {"personal" | "channel"} kind
 * @property {string} title
 * @property {string | null} person whose personal chat it is
 * @property {string | null} team
 * @property {Message[]} messages
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {string} display_name
 * @property {string} type
 * @property {string[]} choices
 * @property {boolean} read_only
 * @property {boolean} hidden
 * @property {string} [description] what SharePoint's form says under the column
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} etag
 * @property {Record<string, unknown>} fields
 * @property {string} created_at
 * @property {string} modified_at
 * @property {string} modified_by
 *
 * @typedef {object} List
 * @property {string} site
 * @property {string} name
 * @property {string} display_name
 * @property {Column[]} columns
 * @property {Item[]} items
 * @property {Item[]} [deleted] what lies in the recycle bin
 *
 * @typedef {{rows: number, modified_at: string}} Workbook
 * @typedef {{url: string | null, reachable: boolean}} Bot
 *
 * @typedef {object} Snapshot
 * @property {Person[]} people
 * @property {Conversation[]} conversations
 * @property {List[]} lists
 * @property {Workbook} workbook
 * @property {Bot} bot
 */
export {};
