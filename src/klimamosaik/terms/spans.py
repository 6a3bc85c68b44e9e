"""Lengths of time in words: 15 minutes, 2 years, for good."""

from datetime import timedelta

from klimamosaik.terms.text import Text

DAY = timedelta(days=1)
UNITS: tuple[tuple[timedelta, str, Text], ...] = (  # the longest first; words that begin so
    (365 * DAY, r"jahre?n?|years?|[ja]", Text("{n:Jahr|Jahre}", "{n:year|years}")),
    (30 * DAY, r"monate?n?|months?", Text("{n:Monat|Monate}", "{n:month|months}")),
    (7 * DAY, r"wochen?|weeks?|w", Text("{n:Woche|Wochen}", "{n:week|weeks}")),
    (DAY, r"tage?n?|days?|[td]", Text("{n:Tag|Tage}", "{n:day|days}")),
    (timedelta(hours=1), r"stunden?|hours?|std\.?|h", Text("{n:Stunde|Stunden}", "{n:hour|hours}")),
    (
        timedelta(minutes=1),
        r"minuten?|minutes?|min\.?|m",
        Text("{n:Minute|Minuten}", "{n:minute|minutes}"),
    ),
    (
        timedelta(seconds=1),
        r"sekunden?|seconds?|sek\.?|s",
        Text("{n:Sekunde|Sekunden}", "{n:second|seconds}"),
    ),
)


def span_in_words(span: timedelta | None) -> Text:
    """A length of time in words, in the longest unit that fits; "for good" where there is none."""
    if span is None:
        return KEPT_FOR_GOOD
    for length, _, words in UNITS:
        if span >= length and span % length == timedelta(0):
            return words.format(n=span // length)
    return UNITS[-1][2].format(n=round(span.total_seconds()))


KEPT_FOR_GOOD = Text("dauerhaft", "for good")
