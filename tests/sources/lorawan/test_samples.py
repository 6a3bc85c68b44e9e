"""Real messages of eleven device types in five networks: each is read, or says why not."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from klimamosaik.sources.lorawan.envelope import message_in
from klimamosaik.sources.lorawan.measured import choice_from, measurements
from klimamosaik.sources.lorawan.uplink import NoUplink, Uplink

DECODERS = {
    "ERS2_CO2": "elsys",
    "AM319": "milesight_am300",
    "EM500-CO2": "milesight_em500_co2",
    "EM400-TLD": "milesight_em400_tld",
    "VS133": "milesight_vs133",
    "DL-PM": "decentlab_dl_pm",
    "DL-PR26": "decentlab_dl_pr26",
    "DL-SMTP": "decentlab_dl_smtp",
    "Parking_Lot_Sensor": "bosch_parking",
    "EM2101": "yobiiq_em",
    "EM4301": "yobiiq_em",
}
OTHER_WORDS = {  # their decoder's word -> ours
    "vdd": ("battery_voltage", 1000),
    "pir": ("motion", 1),
    "hcho": ("formaldehyde", 1),
    "tvoc": ("tvoc_index", 1),
    "temperature_abnormal": ("temperature_alarm", 1),
    "distance_alarming": ("distance_alarm", 1),
    "activeEnergyImportL123T1": ("active_energy_import_t1", 1),
    "activeEnergyImportL123T2": ("active_energy_import_t2", 1),
    "activeEnergyExportL123T1": ("active_energy_export_t1", 1),
    "activeEnergyImportL1T1": ("active_energy_import_t1", 1),
    "activeEnergyImportL1T2": ("active_energy_import_t2", 1),
    "voltageL1N": ("voltage_l1", 1),
    "currentL1": ("current_l1", 1000),
    "currentL123": ("current_total", 1000),
} | {
    f"line_{n}.0_total_{way}": (f"line_{n}_total_{way}", 1)
    for n in range(1, 5)
    for way in ("in", "out")
}


@pytest.fixture(scope="session")
def samples(shared: Path) -> list[Path]:
    folder = shared / "data" / "formats" / "lorawan_uplinks"
    if not folder.is_dir():
        pytest.skip("no real data here: lorawan_uplinks")
    return sorted(folder.rglob("payload*.json"))


def test_every_sample_is_read_or_told_as_what_it_is(samples: list[Path]) -> None:
    read = {path: message_in(path.read_bytes()) for path in samples}
    found = Counter((path.parent.name, type(message).__name__) for path, message in read.items())
    assert found == {("uplink", "Uplink"): 160, ("downlink", "NoUplink"): 36}
    kinds = {message.kind for message in read.values() if isinstance(message, NoUplink)}
    assert kinds == {"downlink"}


def expected(path: Path) -> Iterator[tuple[str, Any]]:
    """What the vendor's own decoder makes of a sample: name and value of its first record."""
    result = json.loads(path.with_name(path.name.replace("payload", "result")).read_text("utf-8"))
    first = result[0] if isinstance(result, list) else result
    told = first["telemetry"]
    for record in told if isinstance(told, list) else [told]:
        yield from record.get("values", record).items()
        if "battery" in record.get("values", {}):
            return  # what follows is the device's own history


def test_decoders_say_what_the_makers_say(samples: list[Path]) -> None:
    compared: Counter[str] = Counter()
    for path in samples:
        device = path.parent.parent.parent.name
        uplink = message_in(path.read_bytes())
        if not isinstance(uplink, Uplink) or device not in DECODERS:
            continue
        read = measurements(uplink, choice_from({"decoder": DECODERS[device]}))
        ours = {each.name: each.value for each in read.measurements}
        for name, value in expected(path):
            own, times = OTHER_WORDS.get(name, (name, 1))
            if isinstance(value, int | float) and isinstance(ours.get(own), int | float):
                assert ours[own] * times == pytest.approx(float(value)), (path, name)
                compared[device] += 1
    assert set(compared) == set(DECODERS)
    assert sum(compared.values()) > 500
