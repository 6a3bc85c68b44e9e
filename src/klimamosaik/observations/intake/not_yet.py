"""What a file tells of times that are not over: nobody can have measured it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl

from klimamosaik.observations.intake.open_questions import NAMED, written
from klimamosaik.sources.tables import CostRow, Preview, SeriesPreview
from klimamosaik.sources.tables.summary import recounted
from klimamosaik.terms.carrier import HEATING
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.period import local_day
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

CLOCKS = timedelta(days=1)  # clocks of other zones may be ahead of ours
MONTHLY = frozenset({"P1M", "P2M", "P3M"})
SUMMER = range(5, 10)  # months in which what heats may use nothing
FUTURE, ZEROS, UNREAD = "future_values", "zeros_at_end", "zeros_not_yet"


def without_not_yet(preview: Preview, *, now: datetime, accepted: tuple[str, ...]) -> Preview:
    """The preview without readings and bills of times that are not over.

    What began already, such as the month of today, and noughts are told; what is still to come is
    asked about. Where every figure is of such a time all stay, and so does the question: there is
    nothing to store. Noughts of all series at the end of a file are
    asked about, too: "July to December: 0" is mostly a form of a year filled in until June.
    """
    kept = preview.readings.filter(pl.col("end") <= now + CLOCKS)
    early = preview.readings.filter(pl.col("end") > now + CLOCKS)
    bills = [row for row in preview.costs if row.end > now + CLOCKS]
    found = preview
    if len(early) or bills:
        claimed = early.filter((pl.col("value") != 0) & (pl.col("start") > now))
        to_come = [row for row in bills if row.start > now]
        left = len(kept) + len(preview.costs) - len(bills)
        found = _cut(preview, kept, early, now) if left else preview
        if not left or ((len(claimed) or to_come) and FUTURE not in accepted):
            asked = _future(early if not left else claimed, bills if not left else to_come,
                            some=bool(left))  # fmt: skip
            found = replace(found, questions=(*found.questions, asked))
        else:
            found = replace(found, warnings=(*found.warnings, _told(early, bills)))
    return _without_zeros(found, accepted)


def _cut(preview: Preview, kept: pl.DataFrame, early: pl.DataFrame, now: datetime) -> Preview:
    """Without these readings, the series counted anew, and without bills of that time."""
    names = set(early["series"].cast(pl.String).unique())
    series = recounted(preview.series, kept, names) if names else preview.series
    costs = tuple(row for row in preview.costs if row.end <= now + CLOCKS)
    return replace(preview, readings=kept, series=series, costs=costs)


def _future(early: pl.DataFrame, bills: Sequence[CostRow], *, some: bool) -> Question:
    """Asks about values of times to come; some: the file holds others, too."""
    first, last = _span(early, bills)
    return Question(
        FUTURE,
        (SOME_FUTURE if some else ALL_FUTURE).format(
            count=len(early) + len(bills), first=first, last=last
        ),
        answers=(Answer(WITHOUT, written({"accepted": [FUTURE]})),) if some else (),
    )


def _span(early: pl.DataFrame, bills: Sequence[CostRow]) -> tuple[date, date]:
    """The first and the last day of readings and bills."""
    starts = [*early["start"].to_list(), *(row.start for row in bills)]
    ends = [*early["end"].to_list(), *(row.end for row in bills)]
    return local_day(min(starts)), local_day(max(ends) - timedelta(seconds=1))


SOME_FUTURE = Text(
    "{count:Wert gilt|Werte gelten} für Zeiten, die noch nicht waren ({first:short} bis "
    "{last:short}); gemessen sein können sie nicht. Stimmt das Jahr? Sonst berichtigen Sie die "
    "Datei.",
    "{count:value is|values are} of times still to come ({first:short} to {last:short}); "
    "they cannot have been measured. Is the year right? Otherwise please correct the file.",
)
ALL_FUTURE = Text(
    "Alle Werte gelten für Zeiten, die noch nicht vorbei sind ({first:short} bis {last:short}); "
    "gemessen sein können sie nicht. Bitte berichtigen Sie das Jahr und laden Sie die Datei neu "
    "hoch.",
    "All values are of times that are not over yet ({first:short} to {last:short}); they cannot "
    "have been measured. Please correct the year and upload the file again.",
)
WITHOUT = Text("ohne diese Werte speichern", "store without these values")


def _told(early: pl.DataFrame, bills: Sequence[CostRow]) -> Problem:
    first, _ = _span(early, bills)
    return Problem("not_yet", NOT_YET.format(count=len(early) + len(bills), first=first))


NOT_YET = Text(
    "{count:Wert bleibt|Werte bleiben} weg, ab {first:short}: Die Zeit ist noch nicht vorbei.",
    "{count:value stays|values stay} out, from {first:short} on: the time is not over yet.",
)


def _without_zeros(preview: Preview, accepted: tuple[str, ...]) -> Preview:
    """Without noughts of all series at the end, where a person says so; asks where nobody did."""
    counted = [each for each in preview.series if each.counts]
    if not counted or ZEROS in accepted or any(each.spacing not in MONTHLY for each in counted):
        return preview
    begin = _zeros_from(preview, counted)
    if begin is None:
        return preview
    if UNREAD not in accepted:
        return replace(preview, questions=(*preview.questions, _zeros(counted, begin)))
    names = {each.name for each in preview.series}
    kept = preview.readings.filter(pl.col("start") < begin)
    return replace(preview, readings=kept, series=recounted(preview.series, kept, names))


def _zeros_from(preview: Preview, counted: list[SeriesPreview]) -> datetime | None:
    """From when on all that is counted is nought; None where a summer explains it, or it is not."""
    names = [each.name for each in counted]
    own = preview.readings.filter(pl.col("series").cast(pl.String).is_in(names))
    begin = own.filter(pl.col("value") != 0)["end"].max()
    late = own.filter(pl.col("start") >= begin) if isinstance(begin, datetime) else own.clear()
    if not isinstance(begin, datetime) or late.is_empty():
        return None
    heats = all(each.carrier in HEATING for each in counted)
    middle = [local_day(start + timedelta(days=14)).month for start in late["start"]]
    return None if heats and all(month in SUMMER for month in middle) else begin


def _zeros(counted: list[SeriesPreview], begin: datetime) -> Question:
    return Question(
        ZEROS,
        Text(
            "Ab {begin:short} steht überall 0 ({names}). Wurde nichts verbraucht, oder gab es noch "
            "keine Werte?",
            "From {begin:short} on every value is 0 ({names}). Was nothing used, or were there no "
            "values yet?",
        ).format(begin=local_day(begin), names=first_few([each.name for each in counted], NAMED)),
        answers=(
            Answer(Text("noch keine Werte: weglassen", "no values yet: leave them out"),
                   written({"accepted": [UNREAD]})),
            Answer(Text("ja, es wurde nichts verbraucht", "yes, nothing was used"),
                   written({"accepted": [ZEROS]})),
        ),
    )  # fmt: skip
