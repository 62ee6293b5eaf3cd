"""The Teams edge, async. Only gateway modules here import botbuilder. May import cards, store and hub; never sync."""
