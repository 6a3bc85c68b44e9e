"""From counters to energy at the wall: each value says the step of the ladder it stands on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from klimamosaik.sources.own.counters import MachineSample, joules, worked
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "data" / "server_power.yaml"
JOULES = 3.6e6  # of a kWh


class EnergyStep(TextEnum):
    """How the energy of the machine is known, the better the earlier."""

    COUNTED = (
        "counted",
        Text("Zähler des Prozessors mal 1,3", "the processor's counters times 1.3"),
    )
    ESTIMATED = (
        "estimated",
        Text("geschätzt aus Rechenzeit", "estimated from computing time"),
    )


@dataclass(frozen=True)
class MachineEnergy:
    """What the machine drew between two samples."""

    kwh: float
    step: EnergyStep


@cache
def facts() -> Mapping[str, Any]:
    """The values behind, each with range, status and source."""
    found: Mapping[str, Any] = read_yaml(FILE.read_text(encoding="utf-8"))
    return found


def value_of(name: str) -> float:
    """One of them."""
    return float(facts()[name]["value"])


def energy_between(
    before: MachineSample, after: MachineSample, *, seconds: float, longest: float
) -> MachineEnergy | None:
    """Energy at the wall between two samples; None where nothing can be told.

    seconds: between the two [s]; longest: after which a counter may have turned over unseen [s].
    """
    counted = joules(before, after)
    if counted is not None and seconds <= longest:
        return MachineEnergy(counted * value_of("rapl_to_wall") / JOULES, EnergyStep.COUNTED)
    busy = worked(before, after)
    if busy is None:
        return None
    idle, full = value_of("core_idle"), value_of("core_busy")
    used = min(busy, seconds * after.cores)
    drawn = seconds * after.cores * idle + used * (full - idle)
    return MachineEnergy(drawn * value_of("pue") / JOULES, EnergyStep.ESTIMATED)


def reach_of(step: EnergyStep) -> tuple[float, float]:
    """The lowest and the highest that energy of a step may be, as parts of what is told."""
    names = ("rapl_to_wall",) if step is EnergyStep.COUNTED else ("core_idle", "pue")
    least = math.prod(facts()[name]["range"][0] / facts()[name]["value"] for name in names)
    most = math.prod(facts()[name]["range"][1] / facts()[name]["value"] for name in names)
    return least, most
