"""What the invented network sends of a sensor: the form of The Things Stack."""

import json
from datetime import datetime
from typing import Any

from klimamosaik.sources.lorawan.measurement import MeasuredValue
from klimamosaik.web.demo.living.sensors import SyntheticSensor

INVENTED = "erfunden / invented"  # kept with each device
NAMED = "{name}-erfunden"  # its name says so wherever it is read
MAKER = "musterwerk-erfunden"


def message(
    sensor: SyntheticSensor,
    value: MeasuredValue,
    *,
    at: datetime,
    frame: int,
    centre: tuple[float, float],
) -> bytes:
    """One uplink. frame: its counter; centre: of the town [degrees north and east]."""
    ids = {
        "device_id": name_of(sensor),
        "application_ids": {"application_id": "sensornetz-erfunden"},
        "dev_eui": sensor.eui.upper(),
        "dev_addr": f"2600{sensor.number:04X}",
    }
    return json.dumps(
        {"end_device_ids": ids, "uplink_message": heard(sensor, value, at, frame, centre)}
    ).encode()


def name_of(sensor: SyntheticSensor) -> str:
    """A device as it is called in network and town."""
    return NAMED.format(name=sensor.name)


def heard(
    sensor: SyntheticSensor,
    value: MeasuredValue,
    at: datetime,
    frame: int,
    centre: tuple[float, float],
) -> dict[str, Any]:
    """The message as one gateway heard it."""
    north, east = sensor.place
    place = {"latitude": round(centre[0] + north, 5), "longitude": round(centre[1] + east, 5)}
    gateway = {"gateway_id": "rathausturm-erfunden"}
    return {
        "f_port": 2,
        "f_cnt": frame,
        "decoded_payload": {sensor.measures: value},
        "rx_metadata": [
            {"gateway_ids": gateway, "time": at.isoformat(), "rssi": -97, "snr": 7.5},
        ],
        "received_at": at.isoformat(),
        "version_ids": {"brand_id": MAKER, "model_id": sensor.model},
        "locations": {"user": place},
        "attributes": {"hinweis": INVENTED},
    }
