"""The reader's questions, each with the hints that answer it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, joined

SOME = 4  # names in a sentence


def answer(text: Text, **hints: Any) -> Answer:
    """An answer that sets these hints."""
    return Answer(text, json.dumps(hints, ensure_ascii=False))


def of_column(header: str, text: Text, **told: Any) -> Answer:
    """An answer that corrects one column."""
    return answer(text, columns=[{"header": header, **told}])


def some(names: Iterable[str]) -> Text:
    """The first few names."""
    listed = list(dict.fromkeys(names))
    shown = ", ".join(f"„{name}“" for name in listed[:SOME])
    english = ", ".join(f"“{name}”" for name in listed[:SOME])
    more = len(listed) - SOME
    if more <= 0:
        return Text(shown, english)
    return Text("{names} und {more} weitere", "{names} and {more} more").format(
        names=Text(shown, english), more=more
    )


def uncalculated(facts: Sequence[Detected]) -> Question:
    """Some cells of a workbook hold formulas nobody calculated: their values are missing."""
    found = joined(
        (Text(fact.why.de.rstrip(".") + ".", fact.why.en.rstrip(".") + ".") for fact in facts), " "
    )
    return yes(
        "formulas_without_value",
        Text(
            "{found} Sonst fehlen diese Werte.", "{found} Otherwise these values are missing."
        ).format(found=found),
        Text("ohne diese Werte weitermachen", "go on without these values"),
    )


def unseen(facts: Sequence[Detected]) -> Question:
    """Rows or columns are filled, but a person who looks at the workbook does not see them."""
    return yes(
        "hidden_cells",
        Text(
            "{found} Zählt auch, was nicht zu sehen ist? Sonst bitte in der Tabelle löschen und "
            "noch einmal hochladen.",
            "{found} Does what cannot be seen count, too? Otherwise please delete it in the "
            "table and upload it again.",
        ).format(found=joined((fact.why for fact in facts), " ")),
        Text("ja, alles zählt", "yes, all of it counts"),
    )


def incomplete(facts: Sequence[Detected]) -> Question:
    """A file breaks off: what follows in the original is missing here."""
    return yes(
        "file_cut",
        Text(
            "{found} Bitte noch einmal holen. Oder soll gelesen werden, was da ist?",
            "{found} Please fetch it again. Or shall what is there be read?",
        ).format(found=joined((fact.why for fact in facts), " ")),
        Text("lesen, was da ist; der Rest fehlt", "read what is there; the rest is missing"),
    )


def yes(code: str, text: Text, label: Text, *others: Answer) -> Question:
    """A question that is answered by "it is so", or by one of the other answers."""
    return Question(code, text, answers=(answer(label, accepted=[code]), *others))


def without_duplicates(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each question once."""
    kept: dict[tuple[str, str], Question] = {}
    for question in questions:
        kept.setdefault((question.code, question.text.de), question)
    return tuple(kept.values())
