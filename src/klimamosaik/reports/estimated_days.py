"""On which days the readings behind a figure are estimated, named where it is explained."""

from collections.abc import Sequence
from datetime import date, timedelta

from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.collect import PointYear
from klimamosaik.reports.kernel.estimated import share_text
from klimamosaik.reports.kernel.months import Floats
from klimamosaik.reports.metering import day_of, estimated_spans, streams_of_use
from klimamosaik.terms.text import Text, joined

TOLD = 12  # runs of days that are named one by one
DAY = timedelta(days=1)


def estimated_days(point: MeterPoint, year: PointYear, edges: Floats) -> Text | None:
    """The days of a meter's year with estimated readings, and which part of its use they are.

    None where there are none, or bills count instead.
    """
    part = year.use.estimated
    if not part.any:
        return None
    spans = estimated_spans(streams_of_use([point.pk]), day_of(edges[0]), day_of(edges[-1]))
    share = share_text(part.amount, year.use.amount.value or 0.0)
    return ESTIMATED.format(days=named_days(spans), share=share)


def named_days(spans: Sequence[tuple[date, date]]) -> Text:
    """Days in words, runs drawn together: 3. Januar 2025, 5. bis 9. März 2025."""
    told = [span_text(start, end - DAY) for start, end in spans[:TOLD]]
    left = sum((end - start).days for start, end in spans[TOLD:])
    return joined([*told, MORE.format(count=left)] if left else told)


def span_text(first: date, last: date) -> Text:
    """One day, or from the first to the last."""
    if first == last:
        return Text("{day:short}", "{day:short}").format(day=first)
    return FROM_TO.format(first=first, last=last)


FROM_TO = Text("{first:short} bis {last:short}", "{first:short} to {last:short}")
MORE = Text("und {count:weiterer Tag|weitere Tage}", "and {count:more day|more days}")
ESTIMATED = Text(
    "Geschätzt, nicht gemessen: {days}. An diesen Tagen liegen {share} des Verbrauchs.",
    "Estimated, not measured: {days}. On these days lies {share} of the use.",
)
