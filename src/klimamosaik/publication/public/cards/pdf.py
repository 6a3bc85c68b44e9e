"""Cards on paper: A6, one a page, accessible (PDF/UA-1), set by Typst."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from urllib.parse import urlsplit

from klimamosaik.drawing.qr_code import code_svg
from klimamosaik.drawing.typesetting import paper
from klimamosaik.publication.public.cards.card import PublicCard
from klimamosaik.terms.text import Language, Text

TITLE = Text("Karte: {name}", "Card: {name}")
TITLES = Text("Karten: {name}", "Cards: {name}")
ALT = Text("QR-Code, führt zu {address}", "QR code, leads to {address}")
SCAN = Text("Mehr dazu im Netz", "More on the web")
CHECK = Text(
    "Führt der Code woandershin als zu {host}, ist er überklebt.",
    "If the code leads elsewhere than to {host}, it was pasted over.",
)
STAND = Text("Stand: {day}", "As of {day}")
INVENTED = Text(
    "Erfundene Stadt: alle Zahlen sind erfunden.", "An invented town: all figures are invented."
)


def cards_pdf(cards: Sequence[PublicCard], origin: str, language: Language) -> bytes:
    """Set cards; `origin` is scheme and host their codes lead to. Same cards, same bytes."""
    return paper(folder(cards, origin, language), at=stand_of(cards))


def folder(cards: Sequence[PublicCard], origin: str, language: Language) -> dict[str, bytes]:
    """Template, words and codes: all that Typst may read, in memory."""
    template = resources.files("klimamosaik.publication.public.cards") / "card.typ"
    codes = {code_name(card): code_svg(origin + card.path) for card in cards}
    town = cards[0].town
    title = TITLE.format(name=cards[0].name) if len(cards) == 1 else TITLES.format(name=town.name)
    words = {
        "title": title.in_(language),
        "town": town.name,
        "publisher": town.publisher,
        "invented": INVENTED.in_(language) if town.synthetic else "",
        "language": language,
        "scan": SCAN.in_(language),
        "check": CHECK.format(host=urlsplit(origin).netloc).in_(language),
        "cards": [words_of(card, origin, language) for card in cards],
    }
    return {
        "main.typ": template.read_bytes(),
        "cards.json": json.dumps(words, ensure_ascii=False).encode(),
        **codes,
    }


def code_name(card: PublicCard) -> str:
    """The file of a card's code."""
    return f"{card.key}.svg"


def words_of(card: PublicCard, origin: str, language: Language) -> dict[str, object]:
    """All that is printed on a card."""
    address = origin + card.path
    return {
        "kind": card.kind.in_(language),
        "name": card.name,
        "answers": [[q.in_(language), a.in_(language)] for q, a in card.answers],
        "address": address,
        "code": code_name(card),
        "alt": ALT.format(address=address).in_(language),
        "stand": STAND.format(day=card.changed_at.date()).in_(language),
    }


def stand_of(cards: Sequence[PublicCard]) -> float:
    """Seconds since 1970 of the newest change: same cards, same file."""
    day = max(card.changed_at for card in cards).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
