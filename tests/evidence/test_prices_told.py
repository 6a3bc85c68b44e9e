"""How the mean price of bills is told."""

import pytest

from klimamosaik.observations.queries.prices import BILLS_OF_PERIOD, NEWEST_BILL
from klimamosaik.pathway.queries.saving import OF_ITS_METERS, OF_THE_TOWN
from klimamosaik.terms.text import Text


@pytest.mark.parametrize("said", [BILLS_OF_PERIOD, NEWEST_BILL, OF_ITS_METERS, OF_THE_TOWN])
def test_one_bill_is_never_said_in_the_plural(said: Text) -> None:
    one, two = said.format(price=11.027, count=1), said.format(price=11.027, count=2)
    assert "11,03 ct/kWh im Mittel (1 " in one.de
    assert "Rechnungen" not in one.de
    assert "Rechnungen" in two.de
    assert "bills" not in one.en
