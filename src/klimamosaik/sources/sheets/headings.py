"""Headings of several rows -> one per column: merged cells carried right, rows joined."""

from collections import Counter
from collections.abc import Iterable, Sequence

GROUP = " · "  # between the rows of a heading


def joined(rows: Sequence[Sequence[str]]) -> tuple[list[str], tuple[str, ...]]:
    """Per column its headings from top to bottom, and its name in words.

    rows: from top to bottom, "" where a cell is empty; all of one width. A heading over several
    columns stands apart from what is below it (" · "), one over a single column is part of its
    name (a blank).
    """
    sources = [_sources(row, rows[at + 1 :]) for at, row in enumerate(rows)]
    texts, words = [], []
    for column in range(len(rows[0])):
        parts: dict[str, str] = {}  # heading -> what joins it to the one below
        for row, source in zip(rows, sources, strict=True):
            text = row[source[column]] if source[column] >= 0 else ""
            if text:
                parts.setdefault(text, " " if source.count(source[column]) == 1 else GROUP)
        texts.append(GROUP.join(parts))
        words.append("".join(f"{text}{between}" for text, between in parts.items()).strip(" ·"))
    return texts, tuple(words)


def _sources(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Where the text over each column stands: merged cells keep it in their first column only."""
    sources, over = [], -1
    for at, cell in enumerate(row):
        under = any(each[at] for each in below)
        if cell or not under:
            over = at if cell and under else -1
        sources.append(at if cell else over)
    return sources


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """The same names, the second of its kind with "(2)" behind it; empty ones stay empty."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 or not name else f"{name} ({seen[name]})")
    return tuple(found)
