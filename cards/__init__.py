"""Adaptive cards. Pure: values in, card out; every word a person reads lives here. May import hub."""
