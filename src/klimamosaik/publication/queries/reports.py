"""Published energy reports: editions that stay with the data they were published with."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.few_homes import any_few_homes
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.published import NotPublic, PublicItem
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.sentences import headline, number_of_buildings
from klimamosaik.reports.operations import report_bytes
from klimamosaik.reports.queries.energy import energy_figures
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text

ENDINGS = ("pdf", "xlsx")


@dataclass(frozen=True)
class PublicReport:
    """An energy report as strangers can take it."""

    span: str  # "2023-2025", as it stands in its address
    first: int
    last: int
    headline: Text
    data_version: int  # it stays with
    since: datetime
    withheld: Text | None  # why there is no file


def report_spans(known: Known) -> tuple[str, ...]:
    """The years of all published reports, the newest first."""
    return tuple(sorted(known.published.subjects(PublishedKind.REPORT), reverse=True))


def public_reports(known: Known) -> tuple[PublicReport, ...]:
    """All published reports, the newest first."""
    return known.once("reports", lambda: tuple(those_known(known)))


def those_known(known: Known) -> Iterable[PublicReport]:
    """The same, one after the other."""
    for span in report_spans(known):
        with suppress(NotPublic):  # nothing is known of its years any more
            yield public_report(known, span)


def public_report(known: Known, span: str) -> PublicReport:
    """One published report. Raises NoLongerPublic or NotPublic."""
    found = edition(known, span)
    years = found.years
    withheld = homes_rule().text if any_few_homes(known) else None
    return PublicReport(
        span=span,
        first=years[0],
        last=years[-1],
        headline=number_of_buildings(found) if withheld else headline(found),
        data_version=found.given.data_version,
        since=since(known, PublishedKind.REPORT, span),
        withheld=withheld,
    )


def report_file(known: Known, span: str, ending: str, language: Language) -> bytes:
    """The report as a file. Raises NotPublic where it would tell of few homes."""
    found = edition(known, span)
    if ending not in ENDINGS or any_few_homes(known):
        raise NotPublic
    return report_bytes(report=found, format=ending, language=language)


def edition(known: Known, span: str) -> EnergyReport:
    """The report as it was published: its data version, dated that day, without office notes."""
    known.published.require(PublishedKind.REPORT, span)
    item = PublicItem(PublishedKind.REPORT, span)
    first, last = (int(year) for year in span.split("-"))
    day = local_day(since(known, PublishedKind.REPORT, span))
    try:
        return energy_figures(
            municipality=known.municipality,
            years=range(first, last + 1),
            written_on=day,
            as_of=known.published.as_of(item),
        )
    except InputRejected as refusal:
        raise NotPublic from refusal
