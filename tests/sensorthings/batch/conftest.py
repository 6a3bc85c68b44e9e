"""The same town and client as for single requests."""

from tests.sensorthings.writing.conftest import api, own_data, stream, town

__all__ = ["api", "own_data", "stream", "town"]
