"""What of the standard holds here, as the root tells it (1.1, section 9.2.2)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

REQUIREMENT = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
KINDS = (
    "thing",
    "location",
    "historical-location",
    "datastream",
    "sensor",
    "observed-property",
    "observation",
    "feature-of-interest",
)
READING = (
    "datamodel/entity-control-information/common-control-information",
    *(f"datamodel/{kind}/{part}" for kind in KINDS for part in ("properties", "relations")),
    "resource-path/resource-path-to-entities",
    "request-data/status-code",
    "request-data/query-status-code",
    "request-data/order",
    "request-data/expand",
    "request-data/select",
    "request-data/orderby",
    "request-data/top",
    "request-data/skip",
    "request-data/count",
    "request-data/filter",
    "request-data/built-in-filter-operations",
    "request-data/built-in-query-functions",
    "request-data/pagination",
    "multi-datastream/properties",
    "multi-datastream/relations",
    "data-array/data-array",
)
WRITTEN = (
    "create-update-delete/create-entity",
    "create-update-delete/link-to-existing-entities",
    "create-update-delete/deep-insert",
    "create-update-delete/deep-insert-status-code",
    "create-update-delete/update-entity",
    "create-update-delete/update-entity-put",
    "create-update-delete/update-entity-jsonpatch",
    "create-update-delete/delete-entity",
    "create-update-delete/historical-location-auto-creation",
    "create-update-delete/historical-location-manual-creation",
    "multi-datastream/constraints",
    "batch-request/batch-request",
)
CREATING = "create-observations-via-mqtt/observations-creation"
RECEIVING = "receive-updates-via-mqtt/receive-updates"


def server_settings() -> Mapping[str, Any]:
    """serverSettings of the root; MQTT is in it where a broker is named."""
    doors = {CREATING: settings.MQTT_CREATING, RECEIVING: settings.MQTT_RECEIVING}
    open_ = {REQUIREMENT + name: {"endpoints": [*each]} for name, each in doors.items() if each}
    held = [REQUIREMENT + each for each in (*READING, *WRITTEN)]
    return {"conformance": [*held, *open_], **open_}
