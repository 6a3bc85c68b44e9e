"""The requirements of SensorThings API 1.1 that tests are tagged with."""

from collections.abc import Callable
from typing import TypeVar

import pytest

BASE = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
Test = TypeVar("Test", bound=Callable[..., object])
ENTITIES = (
    "thing", "location", "historical-location", "datastream", "sensor", "observed-property",
    "observation", "feature-of-interest",
)  # fmt: skip
REQUIREMENTS = frozenset(
    {
        "datamodel/entity-control-information/common-control-information",
        *(f"datamodel/{entity}/properties" for entity in ENTITIES),
        *(f"datamodel/{entity}/relations" for entity in ENTITIES),
        "resource-path/resource-path-to-entities",
        *(
            f"request-data/{part}"
            for part in (
                "status-code", "query-status-code", "order", "expand", "select", "orderby", "top",
                "skip", "count", "filter", "built-in-filter-operations",
                "built-in-query-functions", "pagination",
            )
        ),
        *(
            f"create-update-delete/{part}"
            for part in (
                "create-entity", "link-to-existing-entities", "deep-insert",
                "deep-insert-status-code", "update-entity", "delete-entity",
                "historical-location-auto-creation", "historical-location-manual-creation",
                "update-entity-put", "update-entity-jsonpatch",
            )
        ),
        "batch-request/batch-request",
        *(f"multi-datastream/{part}" for part in ("properties", "relations", "constraints")),
        "data-array/data-array",
        "create-observations-via-mqtt/observations-creation",
        "receive-updates-via-mqtt/receive-updates",
    }
)  # fmt: skip


def requires(*parts: str) -> Callable[[Test], Test]:
    """Tag a test with the requirements it checks, by the end of their URIs."""
    unknown = set(parts) - REQUIREMENTS
    assert not unknown, f"no requirement of the standard: {sorted(unknown)}"

    def tagged(test: Test) -> Test:
        marked: Test = pytest.mark.requirement(*(BASE + part for part in parts))(test)
        return marked

    return tagged
