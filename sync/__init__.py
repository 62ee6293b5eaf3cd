"""The Microsoft Graph edge, async. The only package that talks to Graph. May import cards, store and hub; never bot."""
