"""From when until when a measure works, in words that hold on the day they are read."""

from datetime import date, timedelta

from klimamosaik.terms.text import Text

SINCE = Text("wirkt seit {first}", "works since {first}")
FROM = Text("wirkt ab {first}", "works from {first}")
UNTIL = Text("wirkt seit {first} bis {last}", "works from {first} to {last}")
ENDED = Text("wirkte vom {first} bis {last}", "worked from {first} to {last}")
COMING = Text("wirkt vom {first} bis {last}", "works from {first} to {last}")


def working(*, start: date | None, end: date | None, today: date) -> Text | None:
    """When a measure works. end: its first day without effect. None where no first day is known."""
    if start is None:
        return None
    if end is None:
        return (SINCE if start <= today else FROM).format(first=start)
    last = end - timedelta(1)
    if start > today:
        return COMING.format(first=start, last=last)
    return (ENDED if end <= today else UNTIL).format(first=start, last=last)
