"""The towns of the pathway, for what is built on it."""

from tests.pathway.conftest import town as town
from tests.pathway.conftest import unknown_town as unknown_town
