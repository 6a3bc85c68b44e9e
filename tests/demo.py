"""The day on which the synthetic town stands in tests and pictures."""

from datetime import UTC, datetime

from klimamosaik.terms.text import Text

# The town's readings end with the day it is built on. On another day other noise would be drawn,
# and of ranges that hold nine times in ten one might miss.
DEMO_AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def progress(share: float, said: Text) -> None:
    """What the demo says while it works is a sentence in both languages."""
    assert 0 <= share <= 1
    assert said.de
    assert said.en
