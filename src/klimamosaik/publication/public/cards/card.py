"""What stands on a card: what is there now, why, who uses it, what it changed, what is not kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from django.utils.text import Truncator

from klimamosaik.publication.public.cards.newest import (
    NOTHING,
    newest_of_building,
    newest_of_measure,
)
from klimamosaik.publication.queries.buildings import public_building, public_buildings
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.figures.figure_dates import look_up_all
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure, public_measures
from klimamosaik.publication.queries.paths import building_path, measure_path, page_path
from klimamosaik.publication.queries.results import PublicBuilding, PublicFigure, PublicTown
from klimamosaik.publication.queries.sensor_uses import TO_SAVE, SensorPurpose, purpose_of
from klimamosaik.publication.queries.sensors import PublicSensor, public_sensor, public_sensors
from klimamosaik.terms.text import Language, Text, first_few, joined
from klimamosaik.terms.yaml_text import read_yaml

DATA = Path(__file__).parents[2] / "data" / "cards.yaml"
LONGEST = 240  # [characters] of one answer: a card is read standing
LONGEST_NAME = 90  # [characters]

WHAT = Text("Was ist das?", "What is this?")
NOW = Text("Was wird jetzt gemessen?", "What is measured now?")
WHY = Text("Warum wird hier gemessen?", "Why is it measured?")
WHO = Text("Wer nutzt die Werte?", "Who uses the values?")
CHANGED = Text("Was hat sich geändert?", "What has changed?")
NEVER = Text("Was wird nicht erfasst?", "What is not recorded?")

SENSOR = Text("Sensor der Gemeinde", "Sensor of the municipality")
MEASURE = Text("Klimaschutzmaßnahme · {field} · {phase}", "Climate measure · {field} · {phase}")
BUILDING = Text("Gebäude der Gemeinde · {kind}", "Municipal building · {kind}")
TO_PROVE = Text(
    "Um zu prüfen, ob die Maßnahme wirklich wirkt.", "To see whether the measure really works."
)
AREA = Text("{kind}, {area:n} m² Nutzfläche.", "{kind}, {area:n} m² of usable area.")
ACTS = Text("{said} Hier wirkt: {names}.", "{said} At work here: {names}.")
USED_BY_DESK = Text(
    "{desk}, {organisation}, und alle, die diese Seite öffnen.",
    "{desk}, {organisation}, and whoever opens this page.",
)
SERIES = Text("{name} ({unit})", "{name} ({unit})")
MEASURES = Text(
    "{names}. Den Wert von jetzt zeigt der Code.", "{names}. The code shows the value of now."
)
EVERYBODY = Text("Alle, die diese Seite öffnen.", "Whoever opens this page.")
USED_BY = Text("{who} und alle, die diese Seite öffnen.", "{who} and whoever opens this page.")


@dataclass(frozen=True)
class PublicCard:
    """A card as it is printed, in one language."""

    key: str  # of its address: "massnahme-12"
    kind: Text
    name: str
    answers: tuple[tuple[Text, Text], ...]  # question and answer
    path: str  # page it leads to
    town: PublicTown
    changed_at: datetime  # of what it says

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.key}.pdf"


def measure_card(known: Known, pk: int, language: Language) -> PublicCard:
    """The card of a published measure. Raises NoLongerPublic or NotPublic."""
    one = public_measure(known, pk)
    figure = public_figure(known, one.figure)
    return PublicCard(
        key=one.figure,
        kind=MEASURE.format(field=one.field, phase=one.phase),
        name=shortened(one.name, LONGEST_NAME),
        answers=answers(
            (WHAT, plain(one.done)),
            (NOW, newest_of_measure(figure, one.indicators)),
            (WHY, plain(one.aim) or TO_PROVE),
            (WHO, who(one.desk or known.town.desk, one.organisation or known.town.publisher)),
            (CHANGED, one.said),
            (NEVER, not_recorded()),
        ),
        path=measure_path(known.town.ags, pk, language),
        town=known.town,
        changed_at=figure.changed_at,
    )


def building_card(known: Known, pk: int, language: Language) -> PublicCard:
    """The card of a published building. Raises NoLongerPublic or NotPublic."""
    one = public_building(known, pk)
    figure = public_figure(known, one.figure)
    return PublicCard(
        key=one.figure,
        kind=BUILDING.format(kind=one.kind),
        name=shortened(one.name, LONGEST_NAME),
        answers=answers(
            (WHAT, AREA.format(kind=one.kind, area=one.area) if one.area else None),
            (NOW, one.withheld or newest_of_building(figure)),
            (WHY, TO_SAVE),
            (WHO, who(known.town.desk, known.town.publisher)),
            (CHANGED, changed(one, figure)),
            (NEVER, not_recorded()),
        ),
        path=building_path(known.town.ags, pk, language),
        town=known.town,
        changed_at=figure.changed_at,
    )


def sensor_card(known: Known, pk: int, language: Language) -> PublicCard:
    """The card of a thing whose readings are public; the value of now is behind its code.

    Raises NoLongerPublic or NotPublic.
    """
    one = public_sensor(known, pk)
    purpose = purpose_of(known, one)
    return PublicCard(
        key=f"sensor-{pk}",
        kind=SENSOR,
        name=shortened(one.name, LONGEST_NAME),
        answers=answers(
            (NOW, measured_now(one)),
            (WHY, purpose.why),
            (WHO, used_by(purpose)),
            (CHANGED, brought(purpose)),
            (NEVER, not_recorded()),
        ),
        path=page_path(known.town.ags, f"sensoren/{pk}/", language),
        town=known.town,
        changed_at=one.since,
    )


def asked_here(card: PublicCard) -> tuple[tuple[Text, Text], ...]:
    """What a card says of measuring that the page its code leads to does not say elsewhere."""
    return tuple(each for each in card.answers if each[0] in (NOW, WHY, WHO, NEVER))


def measured_now(one: PublicSensor) -> Text:
    """What is measured, with its units: a value on paper would be an old one."""
    names = joined([SERIES.format(name=each.name, unit=each.unit) for each in one.series])
    return MEASURES.format(names=names) if one.series else NOTHING


def used_by(purpose: SensorPurpose) -> Text:
    """Who uses the readings of a thing, and everybody."""
    if not purpose.uses:
        return EVERYBODY
    return USED_BY.format(who=joined([each.said for each in purpose.uses]))


def brought(purpose: SensorPurpose) -> Text | None:
    """What the measures brought that stand on these readings; None where none does."""
    said = [each.said for each in purpose.measures]
    return joined(said, " ") if said else None


def every_card(known: Known, language: Language) -> tuple[PublicCard, ...]:
    """The cards of all that is published: measures first, each by name."""
    look_up_all(known)
    measures = [measure_card(known, one.id, language) for one in public_measures(known)]
    buildings = [building_card(known, one.id, language) for one in public_buildings(known)]
    sensors = [sensor_card(known, one.id, language) for one in public_sensors(known)]
    return (*measures, *buildings, *sensors)


def answers(*pairs: tuple[Text, Text | None]) -> tuple[tuple[Text, Text], ...]:
    """Questions that have an answer; none is longer than a card can hold."""
    return tuple(
        (asked, Text(shortened(said.de), shortened(said.en))) for asked, said in pairs if said
    )


@lru_cache(maxsize=10_000)  # most cards of a town say the same of who, why and what never
def shortened(words: str, longest: int = LONGEST) -> str:
    """The words, cut with three dots where they are too many."""
    words = normalize("NFC", " ".join(words.split()))
    return words if len(words) <= longest else Truncator(words).chars(longest)


def plain(words: str) -> Text | None:
    """What the municipality wrote, the same in both languages; None where it wrote nothing."""
    return Text(words, words) if words.strip() else None


def who(desk: str, organisation: str) -> Text:
    """A role, never a person."""
    if not desk:
        return USED_BY.format(who=organisation)
    return USED_BY_DESK.format(desk=desk, organisation=organisation)


def changed(one: PublicBuilding, figure: PublicFigure) -> Text:
    """The year before, and the measures at work in the building."""
    if not one.measures:
        return figure.sentence
    names = first_few((name for _, name in one.measures), 3)
    return ACTS.format(said=figure.sentence, names=names)


@cache
def not_recorded() -> Text:
    """What neither meters nor probes see."""
    row = read_yaml(DATA.read_text(encoding="utf-8"))["not_recorded"]
    return Text(row["de"], row["en"])
