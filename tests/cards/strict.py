"""The strict card check: every card of the product passes it, and every misspelt field fails it."""

from collections.abc import Mapping
from typing import cast

from tests.cards.rules import Node, house_problems
from tests.cards.schema import card_problems


def check_card(card: Mapping[str, object]) -> list[str]:
    """Every problem of the card, each beginning with its path; empty when the card is good.

    A card whose shape is wrong is judged on its shape alone: the house rules need a card to read.
    """
    node = cast("Node", card)
    problems = list(card_problems(node))
    if node.get("type") != "AdaptiveCard":
        problems.append("$.type: a card says it is an AdaptiveCard")
    return problems or list(house_problems(node))
