"""The counters of this machine: energy of the processor where readable, its working seconds always.

RAPL counters stand in /sys/class/powercap (Linux; readable by root or by a udev rule, absent in
virtual machines). They begin anew at max_energy_range_uj, so they must be read often enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

POWERCAP = "sys/class/powercap"
TICKS = 100  # a second, of /proc/stat on every Linux that is in use
BUSY = (0, 1, 2, 5, 6, 7)  # of a line "cpu": user, nice, system, irq, softirq, steal


@dataclass(frozen=True)
class EnergyZone:
    """One counter of the processor."""

    counted: int  # [µJ]
    turns_over: int  # [µJ] at which it begins anew


@dataclass(frozen=True)
class MachineSample:
    """What the counters said at one moment."""

    boot: str  # another one: all counters began anew
    zones: Mapping[str, EnergyZone]  # empty: not readable here
    busy: float | None  # [s] of all processors together; None: not readable
    cores: int


def sample(root: Path, *, cores: int) -> MachineSample:
    """Read the counters below `root`, which is / but in tests."""
    boot = text_of(root / "proc/sys/kernel/random/boot_id")
    return MachineSample(boot, zones_in(root / POWERCAP), busy_seconds(root), cores)


def zones_in(folder: Path) -> dict[str, EnergyZone]:
    """The packages and their memory; parts of a package are in it already, psys would be twice.

    Nothing where any of them cannot be read: a part would pass for the whole.
    """
    found: dict[str, EnergyZone] = {}
    for path in sorted(folder.glob("intel-rapl*:*")):
        name = text_of(path / "name")
        if not (name.startswith("package") or name == "dram"):
            continue
        counted, most = text_of(path / "energy_uj"), text_of(path / "max_energy_range_uj")
        if not (counted.isdecimal() and most.isdecimal()):
            return {}
        found[path.name] = EnergyZone(int(counted), int(most))
    return found


def text_of(path: Path) -> str:
    """The text of a small file; "" where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def busy_seconds(root: Path) -> float | None:
    """What all processors have worked: of this container, else of the whole machine [s]."""
    for line in text_of(root / "sys/fs/cgroup/cpu.stat").splitlines():
        name, _, value = line.partition(" ")
        if name == "usage_usec" and value.isdecimal():
            return int(value) / 1e6
    words = text_of(root / "proc/stat").partition("\n")[0].split()
    if len(words) < 9 or words[0] != "cpu":
        return None
    return sum(int(words[1 + place]) for place in BUSY) / TICKS


def joules(before: MachineSample, after: MachineSample) -> float | None:
    """Energy of the processors between two samples [J]; None where it cannot be told."""
    if not after.zones or before.boot != after.boot or before.zones.keys() != after.zones.keys():
        return None
    return sum(counted(before.zones[name], after.zones[name]) for name in after.zones) / 1e6


def counted(before: EnergyZone, after: EnergyZone) -> int:
    """What one counter went on [µJ], over its end where it began anew."""
    step = after.counted - before.counted
    return step if step >= 0 else step + after.turns_over


def worked(before: MachineSample, after: MachineSample) -> float | None:
    """What the processors worked between two samples [s]; None where it cannot be told."""
    if before.busy is None or after.busy is None or before.boot != after.boot:
        return None
    step = after.busy - before.busy
    return step if step >= 0 else None
