"""What is said to a person when something they gave cannot be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from klimamosaik.terms.text import Text, about


@dataclass(frozen=True)
class Problem:
    """One clear sentence: where, what was found, what is allowed, what to do."""

    code: str  # stable English slug, e.g. "unreadable_number"
    text: Text  # the sentence, complete in itself
    row: int | None = None  # as the office's own program counts it, from 1
    column: str | None = None  # header of the column, or its letter
    command: Text | None = None  # what whoever runs the server types; pages fold it away

    @property
    def for_terminal(self) -> Text:
        """The sentence with what to type, for who reads it where one can."""
        if self.command is None:
            return self.text
        return TYPED.format(text=self.text, command=self.command)

    def about(self, subject: Text | str) -> "Problem":
        """The same with what it is about, a file or an item, before it."""
        return replace(self, text=about(subject, self.text))


class InputRejected(ValueError):
    """Something was refused at a door; carries every complaint, never only the first."""

    def __init__(self, complaints: Sequence[Problem]) -> None:
        if not complaints:
            raise AssertionError("a refusal needs a reason")
        self.complaints = tuple(complaints)
        super().__init__("; ".join(complaint.for_terminal.en for complaint in complaints))


class ReasonedRefusal(Exception):
    """Something is not done; carries the one sentence that says why, and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


TYPED = Text("{text} {command}", "{text} {command}")


def problem(
    code: str,
    de: str,
    en: str,
    *,
    row: int | None = None,
    column: str | None = None,
    command: Text | None = None,
    **values: object,
) -> Problem:
    """A problem in one call: `problem("code", "Satz {name}", "sentence {name}", name=name)`."""
    text = Text(de, en)
    return Problem(code, text.format(**values) if values else text, row, column, command)


def rejected(code: str, de: str, en: str, **values: object) -> InputRejected:
    """The refusal for a single problem: `raise rejected("code", "Satz {name}", "…", name=name)`."""
    text = Text(de, en)
    return InputRejected([Problem(code, text.format(**values) if values else text)])
