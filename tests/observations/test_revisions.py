"""What a delivery corrects is kept with the value before and now, and told before it is stored."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Bill, Datastream, Delivery, Revision
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries.revised_bills import bill_cause, revised_bills
from klimamosaik.observations.queries.revisions import cause, revised_by, revisions
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text
from tests.observations.conftest import NOW, deliver, rows
from tests.observations.test_bills import MONTHS, billed, metered  # noqa: F401

pytestmark = pytest.mark.django_db
BEGIN = datetime(2025, 3, 1, 23, tzinfo=UTC)


def told(revision: Revision) -> str:
    return cause(revision).de


def test_a_first_delivery_and_the_same_again_revise_nothing(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    assert not Revision.objects.exists()


def test_only_what_differs_is_kept_with_both_values(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    deliver(rows(meter, BEGIN, [1, 5, 3, 9]))
    (revision,) = Revision.objects.all()
    assert (revision.count, revision.before, revision.now) == (1, 2.0, 5.0)
    assert "ein Wert vom 02.03.2025 01:00 berichtigt (5 statt 2 kWh)" in told(revision)


def test_another_quality_alone_is_no_other_value(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    deliver(rows(meter, BEGIN, [1, 2, 3], quality="estimated"))
    assert Delivery.objects.latest("seq").changed == 3
    assert not Revision.objects.exists()


def test_many_are_kept_as_their_sum_and_the_first_few(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, range(100)))
    deliver(rows(meter, BEGIN, range(1, 101)))
    (revision,) = Revision.objects.all()
    assert (revision.count, len(revision.rows)) == (100, 12)
    assert revision.now is not None
    assert revision.now - revision.before == 100
    assert "wurden 100 Werte vom 02.03.2025 bis 06.03.2025 berichtigt (5.050 statt 4.950 kWh)" in (
        told(revision)
    )
    (one,) = revised_by([revision.delivery_id])[revision.delivery_id]
    assert one.count == 100


def test_values_that_differ_by_little_are_told_apart(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [0.25]))
    deliver(rows(meter, BEGIN, [0.26]))
    (revision,) = Revision.objects.all()
    assert "(0,26 statt 0,25 kWh)" in told(revision)


def test_taking_back_new_readings_says_that_they_are_gone(meter: Datastream) -> None:
    new = deliver(rows(meter, BEGIN, [4]))
    operations.withdraw(delivery=new, by=None, at=NOW)
    (revision,) = Revision.objects.all()
    assert revision.now is None
    said = cause(revision)
    assert "zurückgenommen" in said.de
    assert "(4 kWh zählen nicht mehr)" in said.de
    assert "(4 kWh do not count any more)" in said.en


def test_they_are_found_by_version_and_day(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    deliver(rows(meter, BEGIN, [1, 5, 3]))
    day, meters = date(2025, 3, 2), [meter.pk]
    assert len(revisions(datastreams=meters, after=1, upto=2)) == 1
    assert revisions(datastreams=meters, after=2, upto=9) == []
    assert revisions(datastreams=[meter.pk + 1], after=0, upto=9) == []
    following = day + timedelta(1)
    assert len(revisions(datastreams=meters, after=0, upto=9, start=day, end=following)) == 1
    assert revisions(datastreams=meters, after=0, upto=9, start=following) == []
    assert revisions(datastreams=meters, after=0, upto=9, end=day) == []


def test_they_stay_what_they_are_when_readings_settle(meter: Datastream) -> None:
    deliver(rows(meter, BEGIN, [1, 2, 3]))
    operations.settle(at=NOW)
    deliver(rows(meter, BEGIN, [1, 5, 3]))
    operations.settle(at=NOW)
    (revision,) = Revision.objects.all()
    assert (revision.before, revision.now) == (2.0, 5.0)


def test_a_preview_names_each_value_it_would_correct(town: Municipality) -> None:
    stored(town, MONTHS)
    corrected = preview(municipality=town, data=MONTHS.replace(b";900", b";950"), name="waerme.csv")
    (found,) = corrected.replaces
    (row,) = found.rows
    assert row.when == Text("01.02.2023 bis 28.02.2023", "01 Feb 2023 to 28 Feb 2023")
    assert [text.de for text in row.said] == ["900 kWh", "950 kWh"]


def test_a_preview_names_the_bills_it_would_correct(metered: Municipality) -> None:  # noqa: F811
    billed(metered, "1500,50")
    head = "Gebäude;Energieträger;von;bis;Kosten €\n"
    row = "Rathaus;Wärme;01.01.2023;31.12.2023;{}\n"
    same, other = (
        preview(municipality=metered, data=(head + row.format(cost)).encode(), name="r.csv")
        for cost in ("1500,50", "1600,00")
    )
    assert same.replaces_bills == ()
    (bill,) = other.replaces_bills
    assert (bill.before.de, bill.now.de) == ("1.500 €", "1.600 €")
    assert bill.where.de == "Rathaus, Wärme"


def test_a_corrected_and_a_withdrawn_bill_say_what_they_said(
    metered: Municipality,  # noqa: F811
) -> None:
    billed(metered, "1500,50")
    correction = billed(metered, "1600,00")
    (before,) = revised_bills(after=0, upto=correction.seq)
    assert bill_cause(before, named=True).de.endswith(
        "wurde die Rechnung vom 01.01.2023 bis 31.12.2023 berichtigt "
        "(1.600 statt 1.500 €; Rathaus, Wärme)"
    )
    first = Delivery.objects.get(seq=correction.seq - 1)
    undo(delivery=correction, by=None, at=timezone.now())
    undo(delivery=first, by=None, at=timezone.now())
    assert Bill.versions.exists()
    gone = revised_bills(after=correction.seq, upto=correction.seq + 1).get()
    assert "(1.500 statt 1.600 €)" in bill_cause(gone).de


def test_who_brought_it_is_named_with_or_without_an_account(town: Municipality) -> None:
    nobody = stored(town, MONTHS)
    assert nobody.who == "–"
    by_name = stored(town, MONTHS.replace(b";900", b";950"), by_name="Klara")
    assert by_name.who == "Klara"


def stored(town: Municipality, data: bytes, by_name: str = "") -> Delivery:
    file = preview(municipality=town, data=data, name="waerme.csv")
    taken = store_import(
        municipality=town, files=[file], by=None, by_name=by_name, at=timezone.now()
    )
    return taken.files[0].delivery
