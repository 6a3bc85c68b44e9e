"""Where options, items and their brackets begin and end, in texts with quotes."""

import re
from collections.abc import Iterator

from klimamosaik.sensorthings.language.moments import shortened
from klimamosaik.terms.complaint import rejected

PARTS = re.compile(r"'(?:[^']|'')*'|[(),;']|[^(),;']+")
DEEPEST = 50  # brackets in brackets


def split_at(mark: str, text: str) -> Iterator[str]:
    """The pieces of `text` between marks that stand in no quotes and no brackets.

    mark: "," or ";". Raises InputRejected for brackets or quotes that do not close.
    """
    piece: list[str] = []
    depth = 0
    for found in PARTS.finditer(text):
        token = found[0]
        depth += (token == "(") - (token == ")")
        if depth < 0 or depth > DEEPEST or token == "'":
            break
        if token == mark and depth == 0:
            yield "".join(piece)
            piece = []
        else:
            piece.append(token)
    else:
        if depth == 0:
            yield "".join(piece)
            return
    raise rejected(
        "brackets_do_not_close",
        "Klammern oder Anführungszeichen gehen nicht auf: „{text}“.",
        "Brackets or quotation marks do not close: “{text}”.",
        text=shortened(text),
    )


def name_and_inside(item: str) -> tuple[str, str | None]:
    """`Datastreams($top=1)` as its name and what stands in its brackets; None without any.

    Raises InputRejected where something follows the brackets.
    """
    name, bracket, rest = item.partition("(")
    if not bracket:
        return name, None
    if not rest.endswith(")"):
        raise rejected(
            "text_after_brackets",
            "In „{item}“ folgt etwas hinter der Klammer.",
            "In “{item}” something follows the brackets.",
            item=shortened(item),
        )
    return name, rest[:-1]
