"""How sure a first balance is, as a sentence."""

from klimamosaik.balance.queries.wording import likely
from klimamosaik.terms.estimate import Estimate


def test_the_range_of_a_balance_is_told_in_the_unit_of_all_pages() -> None:
    found = Estimate(1_483_452.0, 1_050_000.0, 2_090_000.0, "t CO2e", 0.8)
    assert likely(found).de == (
        "Wahrscheinlich zwischen 1.050.000 und 2.090.000 t CO₂e: In 8 von 10 Fällen liegt in "
        "solcher Spanne, was die Gemeinde selbst ermittelt."
    )
    assert likely(found).en.startswith("Probably between 1,050,000 and 2,090,000 t CO₂e: in 8 of")
