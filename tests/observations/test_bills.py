"""Bills are never overwritten: corrected, taken back, and known as of any version."""

from decimal import Decimal

import pytest
from django.utils import timezone

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.taking_back import bring_again, undo
from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.observations.queries.bills import bills_at, bills_brought
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected

MONTHS = "Monat;Rathaus Wärme (kWh)\n01/2023;1000\n02/2023;900\n".encode()

OTHER = (
    "Gebäude;Energieträger;von;bis;Kosten €\nRathaus;Wärme;01.01.2024;31.12.2024;70,00\n"
).encode()


def deliver(town: Municipality, data: bytes, name: str) -> Delivery:
    """Bring a file in."""
    file = preview(municipality=town, data=data, name=name)
    taken = store_import(municipality=town, files=[file], by=None, at=timezone.now())
    return taken.files[0].delivery


def billed(town: Municipality, amount: str) -> Delivery:
    """Bring the bill of a year, with this amount."""
    row = f"Rathaus;Wärme;01.01.2023;31.12.2023;{amount}\n"
    return deliver(
        town, ("Gebäude;Energieträger;von;bis;Kosten €\n" + row).encode(), "rechnung.csv"
    )


def amounts(as_of: int | None = None) -> list[Decimal]:
    """What the bills say."""
    return [bill.amount for bill in bills_at(as_of)]


@pytest.fixture
def metered(town: Municipality) -> Municipality:
    """A town whose town hall has a heat meter."""
    deliver(town, MONTHS, "waerme.csv")
    return town


def test_undoing_a_correction_restores_the_earlier_amount(metered: Municipality) -> None:
    billed(metered, "1500,50")
    correction = billed(metered, "1600,00")
    undone = undo(delivery=correction, by=None, at=timezone.now())
    assert amounts() == [Decimal("1500.50")]
    assert Bill.objects.get().delivery == undone


def test_undoing_the_first_bill_leaves_none(metered: Municipality) -> None:
    undo(delivery=billed(metered, "1500,50"), by=None, at=timezone.now())
    assert amounts() == []
    assert Bill.versions.count() == 1


def test_what_was_corrected_since_stays_corrected(metered: Municipality) -> None:
    first = billed(metered, "1500,50")
    billed(metered, "1600,00")
    undo(delivery=first, by=None, at=timezone.now())
    assert amounts() == [Decimal("1600.00")]


def test_what_was_taken_back_can_be_delivered_again(metered: Municipality) -> None:
    billed(metered, "1500,50")
    undo(delivery=billed(metered, "1600,00"), by=None, at=timezone.now())
    billed(metered, "1600,00")
    assert amounts() == [Decimal("1600.00")]


def test_bills_of_a_withdrawal_that_is_undone_count_again(metered: Municipality) -> None:
    billed(metered, "1500,50")
    correction = billed(metered, "1600,00")
    bring_again([undo(delivery=correction, by=None, at=timezone.now()).seq], None, timezone.now())
    assert amounts() == [Decimal("1600.00")]
    first = deliver(metered, OTHER, "anders.csv")
    bring_again([undo(delivery=first, by=None, at=timezone.now()).seq], None, timezone.now())
    assert sorted(amounts()) == [Decimal("70.00"), Decimal("1600.00")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_bills_taken_back_leave_none_in_whichever_order(
    metered: Municipality, order: tuple[int, int]
) -> None:
    both = [billed(metered, "1500,50"), billed(metered, "1600,00")]
    undone = [undo(delivery=both[place], by=None, at=timezone.now()) for place in order]
    assert amounts() == []
    bring_again([undone[0].seq], None, timezone.now())
    assert amounts() == [Decimal(("1500.50", "1600.00")[order[0]])]
    undo(delivery=Delivery.objects.latest("seq"), by=None, at=timezone.now())
    assert amounts() == []


def test_each_version_has_its_own_amount(metered: Municipality) -> None:
    seqs = [billed(metered, amount).seq for amount in ("1500,50", "1600,00")]
    seqs.append(undo(delivery=Delivery.objects.get(seq=seqs[1]), by=None, at=timezone.now()).seq)
    told: tuple[list[Decimal], ...] = (
        [],
        [Decimal("1500.50")],
        [Decimal("1600.00")],
        [Decimal("1500.50")],
    )
    assert [amounts(seq) for seq in (seqs[0] - 1, *seqs)] == list(told)


def test_a_delivery_is_taken_back_once(metered: Municipality) -> None:
    correction = billed(metered, "1500,50")
    undone = undo(delivery=correction, by=None, at=timezone.now())
    for again in (correction, undone):
        with pytest.raises(InputRejected, match="withdrawn already"):
            undo(delivery=again, by=None, at=timezone.now())
    assert Delivery.objects.count() == undone.seq


def test_a_delivery_of_bills_alone_is_told_by_their_number(metered: Municipality) -> None:
    bill = billed(metered, "1500,50")
    assert bills_brought(list(Delivery.objects.all())) == {bill.seq: 1}
