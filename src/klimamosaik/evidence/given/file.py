"""A file as somebody gave it, and how to say what is wrong with it."""

import json
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from klimamosaik.sources.tables import FileHints, Preview
from klimamosaik.sources.tables.not_taken import NOT_TAKEN, share_refused
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, about, joined

LARGEST = 500_000_000  # [bytes] a file beyond is no meter's readings
SHOWN = 3  # sentences of values not taken that are told
TAKE_THE_REST = "rows_not_taken"
MORE_THAN_LISTED = ("unit", "timezone")  # fields whose questions list the usual answers only
TYPED = Text("selbst angeben", "say it yourself")


@dataclass(frozen=True)
class GivenFile:
    """Bytes with their name, and what a person said about them."""

    name: str
    data: bytes = field(repr=False)
    hints: FileHints = field(default_factory=FileHints)
    series: tuple[str, ...] = ()  # which of several are meant
    answered_by: str = "--hints"  # option that takes corrections of this file


def of_file(file: GivenFile, complaints: Iterable[Problem]) -> list[Problem]:
    """Say which file is meant, and with a question which words answer it."""
    return [replace(each, text=_named(file, each)) for each in complaints]


def _named(file: GivenFile, complaint: Problem) -> Text:
    ways = _answers(complaint) if isinstance(complaint, Question) else []
    line = Text("\n  {text}: {option}", "\n  {text}: {option}")
    options = [
        line.format(text=each.text, option=f"{file.answered_by} {shlex.quote(each.hints)}")
        for each in ways
    ]
    return about(file.name, joined([complaint.text, *options], ""))


def _answers(question: Question) -> list[Answer]:
    """The answers to choose from, and the one to be typed where others are possible."""
    free = question.field in MORE_THAN_LISTED or not question.answers
    typed = Answer(TYPED, json.dumps({question.field: "..."}))
    return [*question.answers, typed] if question.field and free else list(question.answers)


def left_out(file: GivenFile, preview: Preview, *, values: int) -> tuple[Problem, ...]:
    """Ask whether the rest may speak for the whole, where more than a few rows stay out.

    values: readings taken, of all series.
    """
    accepted = TAKE_THE_REST in file.hints.accepted
    if accepted or share_refused(preview) <= NOT_TAKEN:
        return ()
    total = preview.refused_total
    asked = Text(
        "{total:n} Zeilen oder Zellen sind nicht zu gebrauchen, daneben {values:n} Werte. Bitte "
        "die Datei berichtigen oder sagen, dass der Rest gilt.",
        "{total:n} rows or cells cannot be used, beside {values:n} values. Please correct the "
        "file, or say that the rest counts.",
    ).format(total=total, values=values)
    answer = Answer(
        Text("der Rest gilt", "the rest counts"), f'{{"accepted": ["{TAKE_THE_REST}"]}}'
    )
    return (*preview.refused[:SHOWN], Question(TAKE_THE_REST, asked, answers=(answer,)))


def values_left_out(preview: Preview) -> tuple[Problem, ...]:
    """Tell of the values that stay out."""
    if not preview.refused_total:
        return ()
    total = preview.refused_total
    text = Text(
        "Nicht genommene Werte, die als fehlend gelten: {total:n}.",
        "Values that were not taken and count as missing: {total:n}.",
    ).format(total=total)
    return (*preview.refused[:SHOWN], Problem(TAKE_THE_REST, text))
