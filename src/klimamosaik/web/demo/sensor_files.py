"""What the invented park, graveyard, brook and depot measured over two years, as a file."""

from datetime import datetime

import numpy as np
from django.contrib.auth.models import User

from klimamosaik.measures.models import AdaptationTarget
from klimamosaik.measures.models.kinds import Bound, ReadingBasis, Subject
from klimamosaik.observations.intake import files as intake
from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.web.demo.files import german, in_cell, office_text
from klimamosaik.web.demo.town import SEED, DemoTown, Numbers, day_of_year

NAME = "Messwerte_Klimaanpassung_erfunden.csv"
DECIDED = "erfundenes Anpassungskonzept (synthetisch)"
YEARS = 2
WETTEST = 20  # day of the year
PARK, GRAVEYARD, BROOK, DEPOT = (
    "Bodenfeuchte Stadtpark (erfunden)",
    "Bodenfeuchte Friedhof (erfunden)",
    "Wasserstand Mühlbach (erfunden)",
    "Niederschlag Bauhof",
)
UNITS = {PARK: "%", GRAVEYARD: "%", BROOK: "cm", DEPOT: "mm"}


def bring_senses(town: DemoTown, municipality: Municipality, *, by: User, at: datetime) -> None:
    """Bring the file in by the door for files, and say what the town wants of two places."""
    seen = intake.preview(municipality=municipality, data=senses_file(town), name=NAME)
    intake.store_import(municipality=municipality, files=[seen], by=by, at=at)
    want(municipality, "Bodenfeuchte im Stadtpark", PARK, Bound.AT_LEAST, 20.0, by=by)
    want(municipality, "Hochwasser am Mühlbach", BROOK, Bound.AT_MOST, 110.0, by=by)


def senses_file(town: DemoTown) -> bytes:
    """Daily values of two years up to the end of last month."""
    days = town.days[-YEARS * 365 :]
    columns = measured(days)
    lines = [";".join(["Datum", *(f"{name} [{unit}]" for name, unit in UNITS.items())])]
    for place, day in enumerate(days.tolist()):
        cells = [in_cell(float(columns[name][place]), digits=1) for name in UNITS]
        lines.append(";".join([german(day), *cells]))
    return office_text(lines)


def measured(days: np.ndarray) -> dict[str, Numbers]:
    """What each place measured: rain comes in showers, soil and brook follow it."""
    generator = np.random.default_rng([SEED, 42])
    rain = np.where(generator.random(days.size) < 0.4, generator.exponential(5.2, days.size), 0.0)
    wet = followed(rain, 0.93)
    dry = 0.5 - 0.5 * np.cos(2 * np.pi * (day_of_year(days) - WETTEST) / 365.25)
    noise = generator.standard_normal((2, days.size))
    return {
        PARK: np.clip(27 + 3 * (wet / wet.mean() - 1) - 6 * dry + 0.4 * noise[0], 5, 45),
        GRAVEYARD: np.clip(19 + 3 * (wet / wet.mean() - 1) - 9 * dry + 0.4 * noise[1], 3, 45),
        BROOK: 55 + 7 * followed(rain, 0.6),
        DEPOT: np.round(rain, 1),
    }


def followed(rain: Numbers, kept: float) -> Numbers:
    """What is left of rain when each day keeps a part of the day before."""
    left = np.empty_like(rain)
    now = float(rain.mean()) / (1 - kept)
    for place, fallen in enumerate(rain):
        now = kept * now + float(fallen)
        left[place] = now * (1 - kept)
    return left


def want(
    municipality: Municipality, name: str, column: str, bound: Bound, value: float, *, by: User
) -> None:
    """Write a target down, once."""
    if AdaptationTarget.objects.filter(municipality=municipality, name=name).exists():
        return
    basis = ReadingBasis.MONTH if bound is Bound.AT_LEAST else ReadingBasis.HIGHEST_DAY
    target = AdaptationTarget(
        municipality=municipality, name=name, subject=Subject.ADAPTATION, basis=basis,
        datastream=series_called(municipality, column), bound=bound, wanted_value=value,
        source=DECIDED,
    )  # fmt: skip
    save(target, by=by)


def series_called(municipality: Municipality, column: str) -> Datastream:
    """The series of a column: what was observed, then where."""
    what, place = column.split(" ", 1)
    return Datastream.objects.get(
        thing__municipality=municipality, thing__name=place, observed_property__name=what
    )
