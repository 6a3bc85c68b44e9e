"""What the history tells beside changes of records: deliveries, streams, readings called right."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from django.contrib.auth.models import User
from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import TruncDate

from klimamosaik.observations.models import ConfirmedReadings, Delivery
from klimamosaik.observations.queries.confirmations import ever_confirmed, span_of
from klimamosaik.observations.queries.revisions import Revised, meter_named, revised_by
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.authors import person_name
from klimamosaik.records.changes import FieldChange
from klimamosaik.records.entries import EntrySource, HistoryEntry, sizes
from klimamosaik.records.history_position import PlaceBefore, older_than
from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

VALUES_SHOWN = 3  # corrected values of a meter
MOST_VALUES = 12  # lines of a delivery
ALTOGETHER = Text("zusammen {n:n} Werte berichtigt", "{n:n} values corrected in all")
DELIVERY = Text("Import", "Import")
STREAM = Text("Messreihe", "Series")
CAME = Text(
    "{new:n} neue Werte, {changed:n} berichtigt", "{new:n} new values, {changed:n} corrected"
)
VALUES = Text("Messwerte", "Readings")
SAID_RIGHT = Text("{span} als richtig bestätigt", "{span} confirmed as right")
TAKEN_BACK = Text("{span}: Bestätigung zurückgenommen", "{span}: confirmation taken back")
RECEIVED, WITHDRAWN = Text("eingegangen", "received"), Text("zurückgenommen", "withdrawn")


def sources_beside(municipality: Municipality) -> Mapping[str, EntrySource]:
    """The sources of a municipality, by name."""
    return {
        "confirmed": partial(said_right, municipality),
        "delivery": partial(deliveries, municipality),
        "stream": partial(streams, municipality),
        "taken back": partial(taken_back, municipality),
    }


def kinds_beside() -> Mapping[Text, tuple[str, ...]]:
    """What one calls these sources, with their names."""
    return {DELIVERY: ("delivery",), STREAM: ("stream",), VALUES: ("confirmed", "taken back")}


def deliveries(municipality: Municipality, before: PlaceBefore | None) -> Iterator[HistoryEntry]:
    """Deliveries with the first few values they corrected."""
    came = Delivery.objects.filter(municipality=municipality, streamed=False)
    came = came.select_related("by").order_by("-at", "-seq")
    last = before
    for size in sizes():
        found = list(came.filter(older_than(last, "at", "seq"))[:size])
        revised = revised_by([each.seq for each in found])
        for delivery in found:
            yield HistoryEntry(
                at=delivery.at,
                key=str(delivery.seq),
                by=delivery.who,
                kind=translate(DELIVERY),
                name=delivery.name,
                done=translate(WITHDRAWN if delivery.withdraws_id else RECEIVED),
                changes=tuple(islice(corrected(revised.get(delivery.seq, [])), MOST_VALUES)),
            )
        if len(found) < size:
            return
        last = PlaceBefore(found[-1].at, str(found[-1].seq))


def said_right(municipality: Municipality, before: PlaceBefore | None) -> Iterator[HistoryEntry]:
    """Odd readings that people said are right."""
    for each in confirmed_in(municipality).filter(older_than(before, "at", "pk")):
        yield said_entry(each, each.at, each.by, SAID_RIGHT)


def taken_back(municipality: Municipality, before: PlaceBefore | None) -> Iterator[HistoryEntry]:
    """Where somebody took that back."""
    rows = confirmed_in(municipality).exclude(taken_back_at=None)
    ordered = rows.order_by("-taken_back_at", "-pk")
    for each in ordered.filter(older_than(before, "taken_back_at", "pk")):
        assert each.taken_back_at is not None
        yield said_entry(each, each.taken_back_at, each.taken_back_by, TAKEN_BACK)


def confirmed_in(municipality: Municipality) -> QuerySet[ConfirmedReadings]:
    """All that was ever called right, the newest first."""
    points = MeterPoint.everything.filter(building__municipality=municipality)
    said = ever_confirmed(points=points).order_by("-at", "-pk")
    return said.select_related("by", "taken_back_by", "meter_point__building")


def said_entry(said: ConfirmedReadings, at: datetime, by: User | None, done: Text) -> HistoryEntry:
    """What somebody said of readings, or took back."""
    return HistoryEntry(
        at=at,
        key=str(said.pk),
        by=person_name(by),
        kind=translate(VALUES),
        name=translate(meter_named(said.meter_point)),
        done=translate(done.format(span=span_of(said))),
        changes=(),
    )


def streams(municipality: Municipality, before: PlaceBefore | None) -> Iterator[HistoryEntry]:
    """What arrived by itself: one line a source and day."""
    came = Delivery.objects.filter(municipality=municipality, streamed=True)
    days = (
        came.annotate(day=TruncDate("at"))
        .values("day", "name")
        .annotate(last=Max("at"), values_new=Sum("new"), values_changed=Sum("changed"))
        .order_by("-last", "name")
    )
    for row in days.filter(older_than(before, "last", "name", rising=True)).iterator():
        counts = CAME.format(new=row["values_new"], changed=row["values_changed"])
        of_day = came.filter(name=row["name"], at__date=row["day"], changed__gt=0)
        yield HistoryEntry(
            at=row["last"],
            key=row["name"],
            by="",
            kind=translate(STREAM),
            name=row["name"],
            done=translate(counts),
            changes=corrected_on(of_day) if row["values_changed"] else (),
        )


def corrected_on(came: QuerySet[Delivery]) -> tuple[FieldChange, ...]:
    """The first few values that these deliveries corrected."""
    seqs = list(came.values_list("seq", flat=True)[:MOST_VALUES])
    found = [each for revised in revised_by(seqs).values() for each in revised]
    return tuple(islice(corrected(found), MOST_VALUES))


def corrected(found: Sequence[Revised]) -> Iterator[FieldChange]:
    """Values before and after, the first of each meter; then how many there are in all."""
    for each in found:
        for row in each.rows[:VALUES_SHOWN]:
            before, after = (translate(text) for text in row.said)
            place = Text("{where}, {when}", "{where}, {when}")
            yield FieldChange(
                translate(place.format(where=each.where, when=row.when)), before, after
            )
        if each.count > VALUES_SHOWN:
            told = translate(ALTOGETHER.format(n=each.count))
            yield FieldChange(translate(each.where), "…", told)
