"""Messages as the five networks write them, of invented devices."""

import base64
import json
from typing import Any

EUI = "00112233aabbccdd"
AT = "2026-03-02T06:15:00.250Z"
ELSYS = bytes.fromhex("0100e2022a0602d0")  # 22.6 °C, 42 %, 720 ppm


def things_stack(
    *,
    counter: int = 7,
    session: str = "AYfqmb0pc1uRZv9xUydgQ",
    decoded: dict[str, Any] | None = None,
    payload: bytes | None = ELSYS,
    port: int | None = 5,
    gateway_at: str | None = AT,
    received_at: str = "2026-03-02T06:15:00.480123456Z",
    eui: str = EUI,
    name: str = "beet-am-rathaus",
    **more: Any,
) -> bytes:
    """An uplink of The Things Stack; what is 0 or None is left out, as there."""
    up: dict[str, Any] = {
        "session_key_id": session,
        "f_port": port,
        "f_cnt": counter,
        "frm_payload": base64.b64encode(payload).decode() if payload else None,
        "decoded_payload": decoded,
        "rx_metadata": [{"gateway_ids": {"gateway_id": "dach"}, "time": gateway_at, "rssi": -90}],
        "received_at": received_at,
        **more,
    }
    ids = {"device_id": name, "dev_eui": eui.upper(), "dev_addr": "260B1234"}
    kept = {key: value for key, value in up.items() if value}
    return written({"end_device_ids": ids, "received_at": received_at, "uplink_message": kept})


def chirpstack(*, counter: int = 7, eui: str = EUI, **more: Any) -> bytes:
    """An uplink of ChirpStack 4."""
    message = {
        "deduplicationId": "1",
        "time": "2026-03-02T06:15:00.4+00:00",
        "deviceInfo": {"deviceName": "Beet", "devEui": eui, "deviceProfileName": "ers", "tags": {}},
        "devAddr": "0189ABCD",
        "fCnt": counter,
        "fPort": 5,
        "data": base64.b64encode(ELSYS).decode(),
        "rxInfo": [{"gatewayId": "aa", "gwTime": AT, "rssi": -80, "snr": 7.5}],
    }
    return written(message | more)


def chirpstack_3(*, eui: str = EUI) -> bytes:
    """An uplink of ChirpStack 3, with the EUI in base64."""
    message = {
        "applicationID": "1",
        "deviceName": "Beet",
        "devEUI": base64.b64encode(bytes.fromhex(eui)).decode(),
        "rxInfo": [{"gatewayID": "AwM=", "time": AT, "rssi": -80, "loRaSNR": 7}],
        "fCnt": 7,
        "fPort": 5,
        "data": base64.b64encode(ELSYS).decode(),
        "objectJSON": '{"temperature":22.6}',
    }
    return written(message)


def loriot(*, cmd: str = "rx", counter: int = 7, ts: int = 1772432100250, **more: Any) -> bytes:
    """An uplink of LORIOT."""
    message = {"cmd": cmd, "EUI": EUI.upper(), "ts": ts, "fcnt": counter, "port": 5}
    return written(message | {"data": ELSYS.hex(), "rssi": -80, "snr": 7} | more)


def thingpark(**more: Any) -> bytes:
    """An uplink of ThingPark."""
    up = {
        "Time": "2026-03-02T07:15:00.250+01:00",
        "DevEUI": EUI.upper(),
        "FPort": 5,
        "FCntUp": 7,
        "payload_hex": ELSYS.hex(),
        "Lrrid": "FF01",
        "LrrLAT": 1.0,
        "LrrLON": 2.0,
        "CustomerData": {"name": "Beet", "loc": {"lat": "52.5", "lon": "8.2"}, "tags": ["a"]},
        "DriverCfg": {"mod": {"pId": "elsys", "mId": "ers", "ver": "1"}},
        "DevAddr": "00FDA112",
    }
    return written({"DevEUI_uplink": up | more})


def written(message: object) -> bytes:
    """A message as bytes."""
    return json.dumps(message).encode()
