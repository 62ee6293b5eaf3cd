"""Measurements, as ratios of one run: `python -m bench teams`. Imports the product; nothing imports this."""
