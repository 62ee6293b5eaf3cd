"""Other ways to keep a list, each run from an environment of its own; and `common.py`, which all clients here share."""
