"""The synthetic town with two balances of its own, both public."""

import pytest
from django.contrib.auth.models import User

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.balance.kernel.grid import Item as Cell
from klimamosaik.balance.operations import enter
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import publish
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

YEARS = (2020, 2021)


@pytest.fixture
def balances(story: Story) -> tuple[PublicItem, ...]:
    """What was published: the older year, the newer year."""
    user = User.objects.get(username="demo")
    for year in YEARS:
        enter(
            municipality=story.municipality,
            year=year,
            item=Cell(Sector.HOUSEHOLDS, BalanceCarrier.GAS),
            energy=1000.0 + year,
            grade=DataGrade.A,
            source="erfunden",
            by=user,
            at=DEMO_AT,
        )
    items = tuple(PublicItem(PublishedKind.BALANCE, str(year)) for year in YEARS)
    publish(municipality=story.municipality, items=items, by=user, at=DEMO_AT)
    return items
