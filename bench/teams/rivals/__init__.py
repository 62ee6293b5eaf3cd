"""Other people's bots, each run from an environment of its own; and `common.py`, which all bots here share."""
