"""The whole chain on the synthetic town: files, measures, effects, and the truth beside them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.operations import learn_drift, renew, up_to_date
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, write_measure
from klimamosaik.observations.intake import files as intake
from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.pathway.models import Milestone, Target
from klimamosaik.pathway.operations import expect, set_milestone, set_target
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import MeterPoint, Municipality, Population, WeatherStation
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text
from klimamosaik.web.demo.balances import two_balances
from klimamosaik.web.demo.every_state import save_a_plan, show_every_state
from klimamosaik.web.demo.files import OfficeFile, office_files
from klimamosaik.web.demo.living.history import bring_sensors
from klimamosaik.web.demo.living.own_server import bring_own_server
from klimamosaik.web.demo.published import publish_town
from klimamosaik.web.demo.register import ENTRIES, fill_register
from klimamosaik.web.demo.sensor_files import bring_senses
from klimamosaik.web.demo.ten_towns import beside_it
from klimamosaik.web.demo.town import AGS, NAME, TOWN, DemoTown, SyntheticMeasure, build_town

INHABITANTS = (14_020, 14_080, 14_110, 14_150)  # of the four years before the current one
USER = "demo"
PLACE = (52.6, 9.1)  # degrees north and east; nothing of the town is real, nor is its place
HEIGHT = 40.0  # m
NORTH = 0.02  # degrees from the town to its station: 2 km
STATION = "Musterstadt Wetterstation"
Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class Finding:
    """What was found of a measure, beside what is true."""

    name: str
    true_kwh: float
    effect: MeasuredEffect

    @property
    def covered(self) -> bool:
        """True where the range holds the truth."""
        found = self.effect.estimate
        return found is not None and found.low <= self.true_kwh <= found.high


@dataclass(frozen=True)
class Story:
    """The synthetic town as it stands in the database."""

    municipality: Municipality
    findings: tuple[Finding, ...]
    whole_years: tuple[int, ...]
    password: str  # of the user "demo", made anew each time


def tell_story(*, at: datetime, progress: Progress) -> Story:
    """Build the town, bring its files in by the door for files, and measure its measures."""
    progress(0.0, Text("Die erfundene Stadt entsteht", "The invented town comes to be"))
    town = build_town(local_day(at))
    with transaction.atomic():
        municipality = founded_town(town)
        user, password = demo_user(municipality)
        beside_it(user=user)
    bring_files(town, municipality, by=user, at=at, progress=progress)
    two_balances(town, municipality, by=user, at=at)
    bring_senses(town, municipality, by=user, at=at)
    progress(0.72, Text("Zehn Sensoren melden sich", "Ten sensors report"))
    bring_sensors(municipality, by=user, at=at)
    bring_own_server(municipality, by=user, at=at)
    stored = [
        written_measure(measure, municipality, by=user) for measure in (*town.measures, town.pool)
    ]
    progress(0.75, Text("Aus Jahren ohne Maßnahme lernen", "Learning from years without a measure"))
    learn_drift(municipality=municipality, by=user, at=at)
    assessed = []
    for number, measure in enumerate(stored):
        progress(
            0.8 + 0.05 * number,
            Text(
                "Wirkung: {name}",
                "Effect: {name}",
            ).format(name=measure.name),
        )
        assessed.append(up_to_date(measure=measure, by=user, at=at).whole)
    findings = [
        Finding(measure.name, town.true_saving(measure), effect)
        for measure, effect in zip(town.measures, assessed, strict=False)
    ]
    aim_high(town, municipality, by=user, at=at)
    with transaction.atomic():
        fill_register(municipality=municipality, by=user, at=at)
        show_every_state(municipality=municipality, by=user, at=at)
    renew(municipality=municipality, by=user, at=at, wait=True)
    save_a_plan(municipality=municipality, by=user, at=at)
    publish_town(municipality=municipality, centre=PLACE, by=user, at=at)
    progress(1.0, Text("Fertig", "Done"))
    return Story(municipality, tuple(findings), town.whole_years, password)


def founded_town(town: DemoTown) -> Municipality:
    """The municipality, with inhabitants, marked as invented."""
    municipality, _ = Municipality.objects.get_or_create(
        ags=AGS,
        defaults={
            "name": NAME,
            "synthetic": True,
            "latitude": PLACE[0],
            "longitude": PLACE[1],
            "altitude": HEIGHT,
        },
    )
    for year, inhabitants in enumerate(INHABITANTS, start=town.this_year - len(INHABITANTS)):
        Population.objects.get_or_create(
            municipality=municipality,
            year=year,
            defaults={"inhabitants": inhabitants, "source": "erfunden (synthetisch)"},
        )
    return municipality


def stand_up(municipality: Municipality) -> None:
    """Say where the station of the invented weather stands: the file does not."""
    own = WeatherStation.objects.filter(number__startswith=municipality.ags)
    own.update(name=STATION, latitude=PLACE[0] + NORTH, longitude=PLACE[1], altitude=HEIGHT)


def demo_user(municipality: Municipality) -> tuple[User, str]:
    """A user who administers the town; the password is new with every demo."""
    password = secrets.token_urlsafe(9)
    user, _ = get_user_model().objects.get_or_create(username=USER)
    user.set_password(password)
    user.save()
    Membership.objects.update_or_create(
        user=user, municipality=municipality, defaults={"role": Role.ADMIN}
    )
    return user, password


def bring_files(
    town: DemoTown, municipality: Municipality, *, by: User, at: datetime, progress: Progress
) -> None:
    """Bring all files in, building list first, as an office would over the years."""
    files = office_files(town)
    for number, file in enumerate(files):
        progress(0.05 + 0.7 * number / len(files), Text(file.name, file.name))
        bring_file(file, municipality, by=by, at=at)
    stand_up(municipality)


def bring_file(file: OfficeFile, municipality: Municipality, *, by: User, at: datetime) -> None:
    """Preview and store one file by the same door as any other."""
    understood = intake.preview(municipality=municipality, data=file.data, name=file.name)
    intake.store_import(municipality=municipality, files=[understood], by=by, at=at)


def written_measure(measure: SyntheticMeasure, municipality: Municipality, *, by: User) -> Measure:
    """Write the measure down with its gate the week before it started."""
    known = Measure.objects.filter(municipality=municipality, name=measure.name).first()
    if known is not None:
        return known
    points = MeterPoint.objects.counting().filter(
        building__municipality=municipality,
        building__name=measure.building,
        carrier=measure.carrier.value,
    )
    beforehand = datetime.combine(measure.installation_start or measure.start, time(), tzinfo=UTC)
    return write_measure(
        measure=Measure(
            municipality=municipality,
            name=measure.name,
            phase=ENTRIES[measure.name].phase,
            done=measure.done,
            installation_start=measure.installation_start,
            start=measure.start,
            cost=measure.cost,
        ),
        meter_points=list(points),
        aim=CriterionDraft(measure.gate_percent),
        stated=True,
        by=by,
        at=beforehand,
    )


def aim_high(town: DemoTown, municipality: Municipality, *, by: User, at: datetime) -> None:
    """The invented council's targets, a milestone, its invented need, and measures to come."""
    council, known = TOWN["council"], town.this_year - 2
    source = council["source"]
    for row in council["targets"]:
        target = Target(municipality=municipality, source=source, **row)
        target.need_year = known if target.need_t else None
        set_target(target=target, by=by)
    milestone = Milestone(municipality=municipality, base_year=known, **council["milestone"])
    milestone.source = source
    set_milestone(milestone=milestone, by=by)
    for row in TOWN["plans"]:
        measure = planned_measure(row, municipality, this_year=town.this_year, by=by, at=at)
        effect, field = Prior.of(*map(float, row["effect"])), Field(row["field"])
        expect(measure=measure, effect=effect, field=field, reasoning=source, by=by)


def planned_measure(
    row: dict[str, Any], municipality: Municipality, *, this_year: int, by: User, at: datetime
) -> Measure:
    """Write a decided measure or an idea down, without meters yet."""
    known = Measure.objects.filter(municipality=municipality, name=row["name"]).first()
    if known is not None:
        return known
    measure = Measure(municipality=municipality, name=row["name"], phase=Phase.IDEA)
    measure.done, measure.cost, measure.expected_life = row["done"], row["cost"], row["life"]
    if "start" in row:  # decided; without one it lays no stone
        years, month = row["start"]
        measure.start = date(this_year + years, month, 1)
        measure.phase = ENTRIES[measure.name].phase
    return write_measure(measure=measure, meter_points=[], aim=None, stated=True, by=by, at=at)
