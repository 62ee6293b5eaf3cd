"""The tables' history, run by `store.schema.upgrade`. Each version changes the tables once and is never edited."""
