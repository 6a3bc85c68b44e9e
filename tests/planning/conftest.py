"""The towns of the pathway, for what is built on it."""

import pytest

from klimamosaik.places.models import Municipality
from tests.pathway.conftest import town as town
from tests.pathway.conftest import unknown_town as unknown_town
from tests.planning.planned import aim


@pytest.fixture
def aiming(unknown_town: Municipality) -> Municipality:
    """A town with a target whose own balance says little."""
    aim(unknown_town)
    return unknown_town
