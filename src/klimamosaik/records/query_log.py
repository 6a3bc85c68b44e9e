"""What was asked of the database while something was made, so that it can be asked again.

What is made of nothing but answers is the same as long as they are, whatever else was written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from pickle import dumps
from typing import Any

from django.db import connection

READING = ("SELECT ", "WITH ")
ASKING: ContextVar[tuple["Questions", ...]] = ContextVar("ASKING", default=())
Name = tuple[str, bytes]  # of a question: its words, and the mark of what stands in it
Answers = dict[Name, bytes | None]
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class Questions:
    """What was asked, each question with the mark of its answer."""

    def __init__(self, mark: object) -> None:
        """mark: of the database before the first question."""
        self.mark = mark
        self.answers: dict[Name, tuple[Any, bytes]] = {}
        self.whole = True  # False: something else was done than reading, or changed meanwhile

    @property
    def size(self) -> int:
        """What it takes, roughly [bytes]."""
        return sum(2 * len(sql) for sql, _ in self.answers)

    def note(self, sql: str, given: Any, answer: bytes | None) -> None:
        """A question, and the mark of its answer; None: it is none that could be put again."""
        name = mark_of(given)
        if name is None or answer is None:
            self.whole = False
            return
        _, before = self.answers.setdefault((sql, name), (given, answer))
        self.whole = self.whole and before == answer

    def add(self, part: "Questions") -> None:
        """What was asked for a part that was made before."""
        self.whole = self.whole and part.whole
        for (sql, _), (given, answer) in part.answers.items():
            self.note(sql, given, answer)

    def still(self, mark: object) -> bool:
        """True where each answer is the same; mark: of the database as it is now."""
        if self.mark == mark:
            return True
        if not self.whole:
            return False
        known = answered(mark)
        with aside():
            for name, (given, answer) in self.answers.items():
                if name not in known:
                    known[name] = answer_to(name[0], given)
                if known[name] != answer:
                    return False
        self.mark = mark
        return True


@contextmanager
def asking(mark: object) -> Iterator[Questions]:
    """All that is asked meanwhile in this thread; mark: of the database before."""
    asked = Questions(mark)
    outer = ASKING.get()
    before = ASKING.set((*outer, asked))
    try:
        if outer:  # they listen
            yield asked
        else:
            with connection.execute_wrapper(heard):
                yield asked
    finally:
        ASKING.reset(before)


@contextmanager
def aside() -> Iterator[None]:
    """What is asked meanwhile belongs to no answer: its name says what it stands on."""
    before = ASKING.set(())
    try:
        yield
    finally:
        ASKING.reset(before)


def stands_on(part: Questions) -> None:
    """What is being made stands on what was asked for this part, too."""
    for each in ASKING.get():
        each.add(part)


ANSWERED: list[tuple[object, Answers]] = [(None, {})]  # of the mark asked for last


def answered(mark: object) -> Answers:
    """What was asked since the database had this mark, by whichever page."""
    if ANSWERED[0][0] != mark:
        ANSWERED[0] = (mark, {})
    return ANSWERED[0][1]


def answer_to(sql: str, given: Any) -> bytes | None:
    """The mark of the answer there is now."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return mark_of(list(cursor.fetchall()))


def heard(execute: Execute, sql: str, given: Any, many: bool, context: dict[str, Any]) -> Any:
    """Put a question, and note it with its answer."""
    found = execute(sql, given, many, context)
    listening = ASKING.get()
    if not listening:
        return found
    answer = None
    if sql.startswith(READING):
        cursor = context["cursor"]
        if not isinstance(cursor.cursor, HeardOut):
            cursor.cursor = HeardOut(cursor.cursor)
        answer = mark_of(cursor.cursor.rows())
    for each in listening:
        each.note(sql, given, answer)
    return found


class HeardOut:
    """A cursor whose answer is read as a whole before the first row is handed out."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.answer: list[Any] | None = None
        self.at = 0  # rows handed out

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def execute(self, *given: Any) -> Any:
        """Ask something else."""
        self.answer, self.at = None, 0
        return self.cursor.execute(*given)

    def rows(self) -> list[Any]:
        """Every row of the answer."""
        if self.answer is None:
            self.answer = list(self.cursor.fetchall())
        return self.answer

    def fetchmany(self, size: int = 1) -> list[Any]:
        """The next rows."""
        some = self.rows()[self.at : self.at + size]
        self.at += len(some)
        return some

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return self.fetchmany(len(self.rows()))

    def fetchone(self) -> Any:
        """The next row; None after the last."""
        return next(iter(self.fetchmany()), None)

    def __iter__(self) -> Iterator[Any]:
        yield from self.fetchall()


def mark_of(what: Any) -> bytes | None:
    """Equal to another one only where both say the same; None where that cannot be told."""
    try:
        return blake2b(dumps(what), digest_size=16).digest()
    except Exception:  # whatever a driver brings along
        return None
