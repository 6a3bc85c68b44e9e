"""A file as somebody gave it, and how to say what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from klimamosaik.sources.tables import Hints
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, decimal

LARGEST = 500_000_000  # [bytes] a file beyond is no meter's readings
SHOWN = 3  # sentences of values not taken that are told
MOST_LEFT_OUT = 0.05  # 1, part of a file's values that may stay out without a question
TAKE_THE_REST = "rows_not_taken"


@dataclass(frozen=True)
class GivenFile:
    """Bytes with their name, and what a person said about them."""

    name: str
    data: bytes = field(repr=False)
    hints: Hints = field(default_factory=Hints)
    series: str | None = None  # which of several is meant
    answered_by: str = "--hints"  # option that takes corrections of this file


def of_file(file: GivenFile, complaints: Iterable[Complaint]) -> list[Complaint]:
    """Say which file is meant, and with a question which words answer it."""
    return [replace(each, text=_named(file, each)) for each in complaints]


def _named(file: GivenFile, complaint: Complaint) -> Text:
    answers = complaint.answers if isinstance(complaint, Question) else ()
    ways = [(each.text, f"{file.answered_by} '{each.hints}'") for each in answers]
    de = "".join(f"\n  {text.de}: {way}" for text, way in ways)
    en = "".join(f"\n  {text.en}: {way}" for text, way in ways)
    return Text(f"{file.name}: {complaint.text.de}{de}", f"{file.name}: {complaint.text.en}{en}")


def many_left_out(
    file: GivenFile, refused: Sequence[Complaint], total: int, taken: int
) -> tuple[Complaint, ...]:
    """Ask whether the rest may speak for the whole, where more than a few values stay out."""
    if total <= MOST_LEFT_OUT * (total + taken) or TAKE_THE_REST in file.hints.accepted:
        return ()
    asked = Text(
        f"{decimal(total)} von {decimal(total + taken)} Werten sind nicht zu gebrauchen. Bitte die"
        " Datei berichtigen oder sagen, dass der Rest gilt.",
        f"{decimal(total, language='en')} of {decimal(total + taken, language='en')} values cannot"
        " be used. Please correct the file, or say that the rest counts.",
    )
    answer = Answer(
        Text("der Rest gilt", "the rest counts"), f'{{"accepted": ["{TAKE_THE_REST}"]}}'
    )
    return (*refused[:SHOWN], Question(TAKE_THE_REST, asked, answers=(answer,)))


def some_left_out(refused: Sequence[Complaint], *, total: int) -> tuple[Complaint, ...]:
    """Tell of the values that stay out."""
    if not total:
        return ()
    text = Text(
        f"Nicht genommene Werte, die als fehlend gelten: {decimal(total)}.",
        f"Values that were not taken and count as missing: {decimal(total, language='en')}.",
    )
    return (*refused[:SHOWN], Complaint(TAKE_THE_REST, text))
