"""What officers say, beside what the evidence library says, which is mostly American and in the field's own words."""

from __future__ import annotations

import re


def said_otherwise(text: str) -> str:
    """The text with each saying of several words, as officers use it, as the library's word for it."""
    lower = text.casefold()
    for saying, word in _SAYINGS:
        lower = saying.sub(word, lower)
    return lower


def also(word: str) -> frozenset[str]:
    """The other words for the same thing, in the singular; may be empty."""
    return _ALSO.get(word, frozenset()) | frozenset(_MEANS.get(word, "").split())


def is_asking(word: str) -> bool:
    """True for a word that only asks for evidence and says nothing of a problem."""
    return word in _ASKING


def stem(word: str) -> str:
    """What the word has in common with others of its family: burglar with burglary, dealer with dealing.

    Rough on purpose: it only ever joins words that the library has, and an exact word counts for more.
    """
    while len(word) > _SHORTEST_STEM:
        ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _SHORTEST_STEM), None)
        if ending is None:
            break
        word = word.removesuffix(ending)
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


_SHORTEST_STEM = 4  # letters
_ENDINGS = ("ation", "ing", "ers", "er", "ed", "or", "es", "s", "y", "e")

_SAYINGS = tuple(
    (re.compile(rf"\b(?:{saying})\b"), words)
    for saying, words in (
        ("anti[- ]social", "antisocial"),
        ("rough sleep(?:er|ers|ing)", "homeless"),
        ("(?:kerb|curb)[- ]?crawl(?:er|ers|ing)", "prostitution"),
        ("street drink(?:er|ers|ing)", "public drinking inebriation"),
        ("child sexual exploitation|cse", "child sexual trafficking"),
        ("county lines", "drug dealing"),
        ("night[- ]time economy", "bar assault"),
        ("hotspots?", "hot spots"),
        ("hanging (?:around|about|round)", "loitering disorderly"),
        ("domestic abuse", "domestic violence abuse"),
        ("mental health", "mental health illness"),
        ("re-?offend(?:er|ers|ing)", "repeat offending"),
        ("problem guides?", "problemguide"),
        ("response guides?", "responseguide"),
        ("tool guides?", "toolguide"),
        ("joy ?rid(?:er|ers|ing)", "vehicle theft"),
        ("boy racers?|car meets?", "street racing cruising"),
        ("cold call(?:er|ers|ing)|rogue traders?|doorstep crime", "doorstep elderly fraud"),
        ("(?:hoax|nuisance) calls?", "911 abuse"),
        ("cannabis (?:farms?|factory|factories)", "cannabis"),
        ("criminal damage", "vandalism"),
        ("fly[- ]?tip(?:s|ped|ping)", "dumping"),
    )
)

_SAME = (
    "alcohol drunk drunken drink inebriate inebriation intoxication intoxicated",
    "antisocial asb disorderly",
    "apartment flat multifamily",
    "bar pub nightclub tavern",
    "behaviour behavior",
    "bicycle bike cycle",
    "camera cctv surveillance",
    "car vehicle auto automobile",
    "centre center",
    "child children",
    "cheque check",
    "crash accident collision",
    "defence defense",
    "demonstration protest",
    "elderly older senior pensioner",
    "firearm gun shooting gunshot",
    "homeless homelessness vagrancy transient",
    "lorry truck",
    "moped motorcycle motorbike scooter",
    "neighbour neighbor",
    "neighbourhood neighborhood",
    "noise noisy loud",
    "organised organized",
    "petrol gas gasoline",
    "prostitution prostitute",
    "programme program",
    "railway rail train",
    "scam fraud",
    "sexual sex",
    "shop store retail",
    "speeding speed",
    "student college university campus",
    "theatre theater",
    "theft thief thieves larceny stealing steal stolen",
    "uk kingdom british britain",
    "victimisation victimization",
    "violence violent",
    "youth juvenile adolescent teenager teen",
)
"""Words for the same thing."""

_MEANS = {
    "101": "911",
    "999": "911",
    "allotment": "shed garden burglary",
    "asb": "disorder nuisance",
    "beggar": "panhandling",
    "begging": "panhandling",
    "brothel": "prostitution",
    "cannabis": "marijuana cannabinoid drug",
    "catalytic": "scrap metal",
    "cyber": "internet online identity",
    "dog": "animal",
    "fight": "assault",
    "fighting": "assault",
    "football": "spectator stadium soccer",
    "garden": "burglary",
    "ginnel": "alley",
    "knife": "stabbing",
    "lamp": "lighting",
    "light": "lighting",
    "litter": "dumping trash",
    "mobile": "cell",
    "mugging": "robbery street",
    "partner": "domestic intimate",
    "phone": "telephone cell",
    "shed": "burglary",
    "slavery": "trafficking",
    "stalker": "stalking",
    "vandal": "vandalism",
    "victim": "victimization victimisation",
    "wife": "domestic",
}
"""What an officer's word has to be looked for as, which does not mean the officer's word."""

_ALSO = {word: frozenset(family.split()) - {word} for family in _SAME for word in family.split()}

_ASKING = frozenset(
    re.findall(
        r"\w+",
        "about against any anything around best can could did do does evidence evidenced find for get go guidance help "
        "how i idea ideas into keep keeps know known like me my need needed out people please practice problem "
        "problems reduce reducing research should show some something stop stopping study studies tackle tackling up "
        "us want we what when where who why work working works would you your",
    )
)
