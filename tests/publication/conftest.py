"""The synthetic town with two balances of its own, both public."""

import pytest

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.web.demo.story import Story

YEARS = (2023, 2025)


@pytest.fixture
def balances(story: Story) -> tuple[PublicItem, ...]:
    """What the demo published: the older year, the newer year."""
    return tuple(PublicItem(PublishedKind.BALANCE, str(year)) for year in YEARS)
