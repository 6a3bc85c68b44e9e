"""Amounts are printed with as many digits as a reader of the report can use."""

from decimal import Decimal

import pytest

from klimamosaik.reports.kernel.figures import CausePart, UseCause, UseChange, UseSubject
from klimamosaik.reports.kernel.sentences import parts_text, printed_change, signed


def change(subject: UseSubject, before: float, after: float) -> UseChange:
    parts = tuple(
        CausePart(cause, (after - before) * share)
        for cause, share in zip(list(UseCause)[:2], (0.75, 0.25), strict=True)
    )
    return UseChange(subject, None, 2023, 2024, before, after, parts, (), 1)


@pytest.mark.parametrize(
    ("subject", "before", "after", "printed"),
    [
        (UseSubject.COST, 1_234.4, 2_345.6, ("1234", "2346", "€")),
        (UseSubject.CO2, 12.34, 56.78, ("12.3", "56.8", "t CO₂")),
        (UseSubject.ENERGY, 5_546_449.0, 5_583_650.0, ("5546.4", "5583.6", "MWh")),
        (UseSubject.COST_PER_HEAD, 1.234, 5.678, ("1.23", "5.68", "€ je Einwohner")),
        (UseSubject.CO2_PER_HEAD, 0.012344, 0.023456, ("12.34", "23.46", "kg CO₂ je Einwohner")),
    ],
)
def test_each_subject_has_its_unit_and_digits(
    subject: UseSubject, before: float, after: float, printed: tuple[str, str, str]
) -> None:
    found = printed_change(change(subject, before, after))
    assert (str(found.before), str(found.after), found.unit.de) == printed
    assert sum(amount for _, amount in found.parts) == found.amount == found.after - found.before


def test_the_largest_part_comes_first_with_its_sign() -> None:
    found = printed_change(change(UseSubject.COST, 1_000.0, 200.0))
    first, second = parts_text(found, "de").split(", ")
    assert "−600 €" in first
    assert "−200 €" in second


@pytest.mark.parametrize(
    ("value", "said"), [("12.5", "+12,5"), ("-12.50", "−12,50"), ("0", "±0"), ("1200", "+1.200")]
)
def test_a_part_carries_its_sign(value: str, said: str) -> None:
    assert signed(Decimal(value), "de") == said
