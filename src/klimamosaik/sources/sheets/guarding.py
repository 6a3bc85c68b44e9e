"""Whatever breaks a reader ends in a sentence; files of one kind are known again."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

from klimamosaik.terms.complaint import InputRejected


@contextmanager
def refused_where_broken(sentence: Callable[[], InputRejected]) -> Iterator[None]:
    """Raise the sentence where a library cannot go on with what a file holds."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OverflowError) as error:
        raise sentence() from error


def fingerprint_of(known: Any) -> str:
    """A short key of what tells a kind of file: headings, never contents or the file's name."""
    written = json.dumps(known, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", errors="replace")).hexdigest()[:16]
