"""Lengths of time as one says them: 40 minutes, 26 hours, 12 days."""

from datetime import timedelta

from klimamosaik.terms.text import Text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTES = Text("{n:Minute|Minuten}", "{n:minute|minutes}")
HOURS = Text("{n:Stunde|Stunden}", "{n:hour|hours}")
DAYS = Text("{n:Tag|Tage}", "{n:day|days}")
YEARS = Text("{n:Jahr|Jahre}", "{n:year|years}")
MONTHS = Text("{n:Monat|Monate}", "{n:month|months}")


def lasting(span: timedelta) -> Text:
    """A length of time in words, to the unit that matters; never none at all."""
    whole = not span % HOUR
    if span < 2 * HOUR and not whole:
        return MINUTES.format(n=max(1, round(span / timedelta(minutes=1))))
    if span < 2 * DAY and span != DAY:
        return HOURS.format(n=max(1, round(span / HOUR)))
    if span < 60 * DAY:
        return DAYS.format(n=round(span / DAY))
    if span < 730 * DAY:
        return MONTHS.format(n=round(span / DAY / 30.4))
    return YEARS.format(n=round(span / DAY / 365.25))
