"""The machine's own energy: counters that turn over, and an estimate that says it is one."""

from pathlib import Path

import pytest

from klimamosaik.sources.own.counters import EnergyZone, MachineSample, sample
from klimamosaik.sources.own.energy import EnergyStep, energy_between, facts

BOOT = "e2124cfc"


def machine(root: Path, *, zones: dict[str, tuple[str, int]], busy: int | None = 5_000_000) -> Path:
    """A machine below a folder. zones: number -> name and counter [µJ]; busy [µs]."""
    for number, (name, counted) in zones.items():
        folder = root / "sys/class/powercap" / f"intel-rapl:{number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "name").write_text(name)
        (folder / "energy_uj").write_text(f"{counted}\n")
        (folder / "max_energy_range_uj").write_text("262143328850\n")
    if busy is not None:
        (root / "sys/fs/cgroup").mkdir(parents=True, exist_ok=True)
        (root / "sys/fs/cgroup/cpu.stat").write_text(f"usage_usec {busy}\nuser_usec 1\n")
    boot = root / "proc/sys/kernel/random"
    boot.mkdir(parents=True, exist_ok=True)
    (boot / "boot_id").write_text(f"{BOOT}\n")
    return root


def seen(zones: dict[str, int] | None = None, busy: float | None = None) -> MachineSample:
    held = {name: EnergyZone(value, 1000) for name, value in (zones or {}).items()}
    return MachineSample(BOOT, held, busy, cores=4)


def test_packages_and_memory_count_their_parts_and_the_whole_do_not(tmp_path: Path) -> None:
    zones = {
        "0": ("package-0", 100),
        "0:0": ("core", 60),
        "0:1": ("dram", 20),
        "1": ("psys", 900),
    }
    found = sample(machine(tmp_path, zones=zones), cores=4)
    assert {zone.counted for zone in found.zones.values()} == {100, 20}
    assert found.busy == 5.0
    assert found.boot == BOOT


def test_a_counter_that_may_not_be_read_leaves_no_part_for_the_whole(tmp_path: Path) -> None:
    root = machine(tmp_path, zones={"0": ("package-0", 100), "1": ("package-1", 100)})
    (root / "sys/class/powercap/intel-rapl:1/energy_uj").unlink()
    assert sample(root, cores=4).zones == {}


def test_without_a_container_the_whole_machine_is_read(tmp_path: Path) -> None:
    root = machine(tmp_path, zones={}, busy=None)
    (root / "proc/stat").write_text("cpu  100 50 150 9000 10 5 5 0 0 0\ncpu0 1 2 3\n")
    assert sample(root, cores=1).busy == pytest.approx(3.1)


def test_a_machine_that_says_nothing_is_not_one_that_uses_nothing(tmp_path: Path) -> None:
    found = sample(tmp_path, cores=4)
    assert found.busy is None
    assert energy_between(found, found, seconds=60, longest=600) is None


def test_counted_energy_is_taken_to_the_wall() -> None:
    found = energy_between(seen({"0": 0}), seen({"0": 500}), seconds=60, longest=600)
    assert found is not None
    assert found.step is EnergyStep.COUNTED
    assert found.kwh == pytest.approx(500e-6 * 1.3 / 3.6e6)


def test_a_counter_that_turned_over_went_on() -> None:
    found = energy_between(seen({"0": 900}), seen({"0": 100}), seconds=60, longest=600)
    assert found is not None
    assert found.kwh == pytest.approx(200e-6 * 1.3 / 3.6e6)


def test_after_too_long_a_counter_is_not_believed() -> None:
    later = energy_between(seen({"0": 900}, 1.0), seen({"0": 950}, 2.0), seconds=700, longest=600)
    assert later is not None
    assert later.step is EnergyStep.ESTIMATED


def test_an_idle_and_a_busy_machine_differ() -> None:
    idle = energy_between(seen(busy=0.0), seen(busy=0.0), seconds=3600, longest=7200)
    busy = energy_between(seen(busy=0.0), seen(busy=4 * 3600.0), seconds=3600, longest=7200)
    assert idle is not None
    assert busy is not None
    assert idle.kwh == pytest.approx(4 * 0.74 * 1.6 / 1000)
    assert busy.kwh == pytest.approx(4 * 3.5 * 1.6 / 1000)
    assert {idle.step, busy.step} == {EnergyStep.ESTIMATED}


def test_a_restart_between_two_looks_tells_nothing() -> None:
    other = MachineSample("another boot", {}, 5.0, 4)
    assert energy_between(seen(busy=1.0), other, seconds=60, longest=600) is None


def test_every_value_has_its_source_range_and_status() -> None:
    told = {name: each for name, each in facts().items() if isinstance(each, dict)}
    assert len(told) == 4
    for each in told.values():
        least, most = each["range"]
        assert least <= each["value"] <= most
        assert each["source"]["de"]
        assert each["source"]["en"]
        assert each["status"]
