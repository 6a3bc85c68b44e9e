"""Did a change move a figure? Those of the demo, of Münster and of small cases, to the last digit.

Run by hand, not in the suite (CONTRIBUTING.md says how): the first run records them in a folder,
the next ones compare with it. Tables of the database are taken whole, balances, pathways and walls
as their frozen results.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.contrib.auth.models import User

from klimamosaik.balance.queries.balances import balance_of, years_of
from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.operations import renew
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.mosaic.queries.walls import mosaic_page
from klimamosaik.pathway.queries.pathways import pathways_of
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import MeterPoint, Municipality
from tests.demo import DEMO_AT
from tests.evidence import test_known_savings
from tests.planning.planned import aim
from tests.reports.conftest import NOW

WHERE = "FIGURES"  # the environment variable that names the folder
TABLES = ("evidence", "balance", "pathway", "planning", "measures", "alarms")
DEEPEST = 14
SHOWN = 64  # values of an array; of longer ones a checksum
TOLD = 20  # differences
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(WHERE not in os.environ, reason=f"records figures in the folder {WHERE}"),
]


def test_demo(story: object) -> None:
    record("demo", chain(list(Municipality.objects.order_by("ags")), DEMO_AT))


def test_rows_of_the_demo(story: object) -> None:
    record("demo_tables", tables())


def test_muenster(muenster: Municipality) -> None:
    aim(muenster, need_t=150_000.0)
    by = User.objects.create_user("amt")
    Membership.objects.create(user=by, municipality=muenster, role=Role.ADMIN)
    for number, point in enumerate(MeterPoint.objects.order_by("pk")[:8]):
        made = Measure(municipality=muenster, name=f"Probe {number}", start=date(2022, 10, 1))
        write_measure(measure=made, meter_points=[point], aim=CriterionDraft(3.0), by=by, at=NOW)
    renew(municipality=muenster, by=by, at=NOW, wait=True)
    record("muenster", {"rows": tables(), **chain([muenster], NOW)})


def test_cases() -> None:
    found = {}
    for name, cases in vars(test_known_savings).items():
        for key, one in named(cases):
            if isinstance(one, test_known_savings.Known):
                question = one.make(0).question(years=one.years)
                found[f"{name} {key}"] = plain(effect_of(question))
    assert found
    record("cases", found)


def named(cases: object) -> Iterator[tuple[object, object]]:
    """What a module keeps in tables and lists, with its name or place."""
    if isinstance(cases, Mapping):
        yield from cases.items()
    elif isinstance(cases, list | tuple):
        yield from enumerate(cases)


def tables() -> dict[str, Any]:
    """All rows of the stages that reckon."""
    return {
        f"{label}.{model.__name__}": [
            {name: plain(value) for name, value in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for label in TABLES
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
    }


def chain(towns: Sequence[Municipality], at: datetime) -> dict[str, Any]:
    """Balances, pathways and walls of towns."""
    found: dict[str, Any] = {}
    for town in towns:
        for year in years_of(ags=town.ags):
            found[f"balance {town.ags} {year}"] = plain(balance_of(ags=town.ags, year=year))
        for number, way in enumerate(pathways_of(municipality=town, at=at)):
            found[f"pathway {town.ags} {number}"] = plain(way)
        found[f"wall {town.ags}"] = plain(mosaic_page(municipality=town, language="de", at=at))
    return found


def plain(value: Any, deep: int = 0) -> Any:
    """Anything as JSON, numbers to the last digit; objects without fields by their kind."""
    if deep > DEEPEST:
        return "..."
    if is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each, deep + 1) for key, each in value.items()}
    if isinstance(value, np.ndarray) and value.size <= SHOWN:
        value = value.ravel().tolist()
    if isinstance(value, list | tuple):
        return [plain(each, deep + 1) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(str(plain(each, deep + 1)) for each in value)
    return single(value)


def single(value: Any) -> Any:
    """What holds no other values."""
    if isinstance(value, np.ndarray):
        return sha256(value.tobytes()).hexdigest()
    if isinstance(value, str | int | None) and not isinstance(value, Enum):
        return value
    if isinstance(value, float | np.generic):
        return repr(value)
    return type(value).__name__ if " at 0x" in str(value) else str(value)


def record(name: str, found: object) -> None:
    """Write what was found; where it was written before, compare."""
    folder = Path(os.environ[WHERE])
    folder.mkdir(parents=True, exist_ok=True)
    file, now = folder / f"{name}.json", dict(leaves(found))
    if not file.exists():
        file.write_text(json.dumps(now, indent=0, ensure_ascii=False), encoding="utf-8")
        return
    before = json.loads(file.read_text("utf-8"))
    other = [way for way in {**before, **now} if before.get(way) != now.get(way)]
    said = [f"{way}: {before.get(way)} -> {now.get(way)}" for way in other[:TOLD]]
    assert not other, "\n".join([f"{len(other)} of {len(before)} values of {name}", *said])


def leaves(value: Any, way: str = "") -> Iterator[tuple[str, Any]]:
    """Each single value with the way to it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{way}/{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, f"{way}/{place}")
    else:
        yield way, value
