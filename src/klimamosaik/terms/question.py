"""What a person is asked where neither a file nor a rule can decide."""

from dataclasses import dataclass

from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Answer:
    """One possible answer, as a person reads it and as `klimamosaik import --hints` takes it."""

    text: Text
    hints: str  # JSON, e.g. '{"carrier": "gas"}'


@dataclass(frozen=True)
class Question(Problem):
    """A sentence that asks, with its answers; nothing is stored before one was given."""

    answers: tuple[Answer, ...] = ()
    field: str | None = None  # field of the hints that takes the answer where it is no choice
