"""Lines of the log: what, in which run, with its trace, and nothing that is nobody's business."""

import logging
import re
import sys
import time
from collections.abc import Iterator
from copy import copy
from typing import Any

from klimamosaik.records.damage import known_cause

# What may stand in the words of an error or in an address, and says who somebody is or opens doors.
LEFT_OUT = (
    (re.compile(r"kmt_[0-9A-Za-z]+_[0-9A-Za-z]+"), "kmt_…"),  # access tokens
    (re.compile(r"(?<=://)[^\s/@\"']+@"), "…@"),  # name and password in an address
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "…@…"),  # e-mail
    (re.compile(r"(\w/?|/)\?[^\s\"'?]*=[^\s\"']*"), r"\1?…"),  # queries
    # keys of uploads and feeds in addresses; not names of files, which have an ending
    (re.compile(r"/(?=[\w-]*\d)[A-Za-z0-9_-]{30,}(?=[/\s\"']|$)"), "/…"),
    # what PostgreSQL tells of the row it refused
    (re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE), r"(left out)"),
)


TRACED = 600.0  # [s] in which a failure like one whose trace was written takes a line only
TRACES: dict[tuple[str, ...], float] = {}  # failures with their trace -> when it was written [s]
SHORTEST = 4  # letters of a word that says something of somebody


class DiscreetLines(logging.Formatter):
    """Writes what the log says without tokens, queries, addresses of people and what they typed."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry, its trace below."""
        said = discreet(super().format(traced_once(record)))
        return untyped(said, {*typed_in(getattr(record, "request", None) or request_here())})


def traced_once(record: logging.LogRecord) -> logging.LogRecord:
    """The same, without its trace where that of such a failure was written a short while ago.

    What works by itself tries again every few seconds: an hour without a database, or with a full
    disk, would be 100,000 lines, and as many a minute where sensors report. Each request keeps its
    own trace unless the cause lies below us and is known.
    """
    error = record.exc_info[1] if record.exc_info else None
    if error is None or (hasattr(record, "request") and known_cause(error) is None):
        return record
    failure = (record.name, str(record.msg), type(error).__name__, str(error))
    now = time.monotonic()
    for old in [each for each, at in TRACES.items() if now - at >= TRACED]:
        TRACES.pop(old, None)
    if failure not in TRACES:
        TRACES[failure] = now
        return record
    short = copy(record)
    short.msg, short.args = "%s (as before: %s: %s)", (record.getMessage(), *failure[2:])
    short.exc_info = short.exc_text = None
    return short


def request_here() -> Any:
    """The request this thread answers, as the histories know their authors; None for none."""
    known = sys.modules.get("simple_history.models")  # the log begins before the models are there
    return getattr(known.HistoricalRecords.context, "request", None) if known else None


def typed_in(request: Any) -> Iterator[str]:
    """The words that came with a request, as far as it was read: of forms and of the address."""
    for sent in (getattr(request, "_post", None), getattr(request, "GET", None)):
        for _, values in sent.lists() if sent else ():
            for word in re.findall(r"\w+", " ".join(map(str, values))):
                if len(word) >= SHORTEST and not word.isdecimal():
                    yield word


def untyped(text: str, typed: set[str]) -> str:
    """The same without these words in what an error says; its type and its places stay."""
    if not typed:
        return text
    known = re.compile("|".join(map(re.escape, sorted(typed, key=len, reverse=True))))
    lines = [(line, says_from(line)) for line in text.split("\n")]
    return "\n".join(line[:begin] + known.sub("…", line[begin:]) for line, begin in lines)


def says_from(line: str) -> int:
    """Where the words of a line begin: behind the type of an error; of code there are none."""
    if line.startswith(" "):
        return len(line)
    kind = re.match(r"[\w.]+: ", line)
    return kind.end() if kind else 0


def discreet(text: str) -> str:
    """The same without what may name or admit somebody."""
    for pattern, instead in LEFT_OUT:
        text = pattern.sub(instead, text)
    return text
