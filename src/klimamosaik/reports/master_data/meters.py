"""The list of meters: what each counts, how it is doing, and who uses it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import slugify

from klimamosaik.measures.queries import measures_reading
from klimamosaik.observations.queries.curves import curves
from klimamosaik.observations.queries.export import readings_csv
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState, states
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.paging import asked, found_in, paged
from klimamosaik.reports.doubts import doubts_in
from klimamosaik.reports.queries.doubtful import first_day
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class MeterUse:
    """One use of a meter's readings."""

    text: Text
    link: str | None


Users = Callable[[Municipality, Sequence[int]], Mapping[int, Sequence[MeterUse]]]  # by meter point


@dataclass(frozen=True)
class MeterRow:
    """One datastream in the list."""

    state: DatastreamState
    curve: tuple[float | None, ...]
    spacing: Text
    last_day: date | None
    since: Text | None  # how long it has been silent; None where it is not
    uses: tuple[MeterUse, ...]
    doubtful: Text | None = None  # since when its values enter no sum


def by_measures(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """Measures that read a meter, or compare with it."""
    return {
        point: [
            MeterUse(
                Text(measure.name, measure.name), address("effect", municipality.ags, measure.pk)
            )
            for measure in found
        ]
        for point, found in measures_reading(meter_points=points).items()
    }


def by_report(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """The energy report takes every meter of the municipality's buildings that counts as use."""
    use = MeterUse(REPORT, address("report", municipality.ags))
    counting = MeterPoint.objects.counting().filter(pk__in=points).values_list("pk", flat=True)
    return {point: [use] for point in counting} if use.link else {}


DAYS_TOLD = 60
SILENT = "still"  # in the address: only those without new values
TOLD = Text("{first:n} bis {last:n} von {all:n} Zählern", "{first:n} to {last:n} of {all:n} meters")
DOUBT = Text(
    "{start:month} bis {end:month}: andere Einheit? Zählt nicht mit.",
    "{start:month} to {end:month}: another unit? Does not count.",
)
USERS: tuple[Users, ...] = (by_measures, by_report)
REPORT = Text("Energiebericht", "energy report")
SPACINGS = {
    "PT15M": Text("viertelstündlich", "quarter-hourly"),
    "PT30M": Text("halbstündlich", "half-hourly"),
    "PT1H": Text("stündlich", "hourly"),
    "P1D": Text("täglich", "daily"),
    "P1M": Text("monatlich", "monthly"),
    "P1Y": Text("jährlich", "yearly"),
}


def address(name: str, *args: object) -> str | None:
    """A page's address; None where that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def rows(
    municipality: Municipality, states: Sequence[DatastreamState], now: datetime
) -> list[MeterRow]:
    """These meters, with what their readings are used for."""
    points = sorted({state.meter_point for state in states})
    uses = [users(municipality, points) for users in USERS]
    drawn = curves(datastreams=[state.datastream for state in states])
    doubts = doubts_in(municipality=municipality)
    return [
        MeterRow(
            state=state,
            curve=drawn.get(state.datastream, ()),
            spacing=SPACINGS.get(state.spacing, Text("unregelmäßig", "irregular")),
            last_day=last_day(state),
            since=silence(state, now),
            uses=tuple(use for each in uses for use in each.get(state.meter_point, ())),
            doubtful=doubt_text(doubts.get(state.meter_point)),
        )
        for state in states
    ]


def doubt_text(months: frozenset[int] | None) -> Text | None:
    """'von Januar 2024 bis Dezember 2025 andere Einheit? zählt nicht mit'; None without doubt."""
    if not months:
        return None
    return DOUBT.format(start=first_day(min(months)), end=first_day(max(months)))


def last_day(state: DatastreamState) -> date | None:
    """The last local day a reading covers."""
    if state.last_end is None:
        return None
    return (state.last_end - timedelta(seconds=1)).astimezone(LOCAL).date()


def silence(state: DatastreamState, now: datetime) -> Text | None:
    """How long nothing has come: days up to two months, then months."""
    if not state.silent or state.last_end is None:
        return None
    days = (now - state.last_end).days
    if days <= DAYS_TOLD:
        return Text(
            "seit {days} Tagen still",
            "silent for {days} days",
        ).format(days=days)
    months = round(days / 30.4)
    return Text(
        "seit {months} Monaten still",
        "silent for {months} months",
    ).format(months=months)


@municipality_page(Role.READER)
def meters(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Every meter with unit, place, last value, gaps and who uses it, a page at a time."""
    now = timezone.now()
    known = finest(states(municipality=municipality, now=now))
    silent = [state for state in known if state.silent]
    only_silent = request.GET.get("nur") == SILENT
    words = asked(request)
    wanted = [state for state in (silent if only_silent else known) if fits(state, words)]
    listed = paged(request, wanted, told=TOLD)
    found = rows(municipality, listed.rows, now)
    page = {
        "groups": [
            (building, list(group))
            for building, group in groupby(found, key=lambda row: row.state.building_name)
        ],
        "list": listed,
        "count": len(known),
        "silent": len(silent),
        "only_silent": only_silent,
    }
    return render(request, "reports/meters.html", page)


def fits(state: DatastreamState, words: str) -> bool:
    """True where a meter is meant: by building, address, name, number or carrier."""
    carrier = state.carrier.text
    texts = (state.building_name, state.address, state.meter_point_name, state.number)
    return found_in(words, *texts, state.name, carrier.de, carrier.en)


@municipality_page(Role.READER)
def readings(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """All readings of a meter to take along, whatever it counts."""
    point = get_object_or_404(MeterPoint, pk=pk, building__municipality=municipality)
    name = slugify(f"{point.building} {point.name} {point.direction_text.de}") or f"zaehler-{pk}"
    return HttpResponse(
        readings_csv(point=point),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
