"""A town at a public address."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import override_settings

from tests.publication.cards.printed import ADDRESS

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story


@pytest.fixture(autouse=True)
def _public_address() -> Iterator[None]:
    with override_settings(PUBLIC_ADDRESS=ADDRESS, ALLOWED_HOSTS=["testserver"]):
        yield


@pytest.fixture
def root(story: "Story") -> str:
    """The town's cards."""
    return f"/klima/{story.municipality.ags}/karten/"
