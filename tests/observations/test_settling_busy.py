"""Of two processes that settle readings at the same time one does nothing, and says so."""

from datetime import UTC, datetime

import pytest

from klimamosaik.observations.operations.deliveries import Settled, settle
from klimamosaik.records.exclusive_work import SETTLING, alone

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_who_finds_another_at_it_settles_nothing() -> None:
    with alone(SETTLING) as free:
        assert free
        assert settle(at=AT) == Settled(at=AT, readings=0, months=0, busy=True)
    assert not settle(at=AT).busy
