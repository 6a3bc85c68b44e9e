"""Rules of the gate about amounts: what a bad guess of a unit or counter looks like."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.observations.intake.building_kinds import kind_from
from klimamosaik.observations.intake.gate_context import LISTED, GateContext, figures, yes
from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.open_questions import written
from klimamosaik.observations.intake.plausible import (
    DAYS,
    TownScale,
    beyond_physics,
    impossible,
    most_of_building,
    most_of_town,
    per_day,
)
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, joined, quoted

QUOTED = 3  # sums a question quotes
MORE = Text("…", "…")
CORRECTION = 0.2  # difference of the sums from which on a correction is asked about


def impossible_values(looked: GateContext) -> Question | None:
    """Values nobody can vouch for: they are read otherwise, or left out."""
    far = [series for series in looked.preview.series if impossible(series)]
    if not far:
        return None
    return Question(
        "impossible_values",
        Text(
            "Das ist mehr, als alle Menschen zusammen verbrauchen: {sums}. Wie ist es zu lesen?",
            "That is more than all people together use: {sums}. How is it to be read?",
        ).format(
            sums=sums_of(far),
        ),
        answers=(without(far), *other_readings(far)),
    )


def without(series: Sequence[SeriesPreview]) -> Answer:
    """The answer that leaves them out."""
    return Answer(
        Text("Diese Reihen weglassen.", "Leave these series out."),
        written({"series": [{"series": each.name, "left_out": True} for each in series]}),
    )


def values_beyond_physics(looked: GateContext) -> Question | None:
    """Values no meter can have counted."""
    far = [each for each in looked.preview.series if beyond_physics(each) and not impossible(each)]
    if not far:
        return None
    return Question(
        "beyond_physics",
        Text(
            "So viel kann kein Zähler gezählt haben: {sums}. Was stimmt?",
            "No meter can have counted so much: {sums}. Which is right?",
        ).format(
            sums=sums_of(far),
        ),
        answers=(
            without(far),
            *other_readings(far),
            yes(
                "beyond_physics",
                Text("Die Werte stimmen trotzdem.", "The values are right all the same."),
            ),
        ),
    )


def sums_of(series: Sequence[SeriesPreview]) -> Text:
    """The first few sums."""
    return first_of([
        Text("{name}: {sum} {unit}", "{name}: {sum} {unit}").format(
            name=each.name, sum=figures(each.total), unit=each.unit
        )
        for each in series
    ])  # fmt: skip


def first_of(parts: Sequence[Text]) -> Text:
    """The first few parts of a sentence; three dots say that there are more."""
    some = joined(parts[:QUOTED], "; ")
    return joined((some, MORE), " ") if len(parts) > QUOTED else some


def other_readings(series: Sequence[SeriesPreview]) -> tuple[Answer, ...]:
    """How the same figures may have to be read instead."""
    answers = []
    if not all(each.counter for each in series):
        answers.append(
            Answer(
                Text("Es sind Zählerstände.", "They are cumulative meter readings."),
                written({"counter": True}),
            )
        )
    if any(each.source_unit == "kWh" for each in series):
        answers.append(
            Answer(Text("Es sind Wattstunden.", "They are Wh."), written({"unit": "Wh"}))
        )
        answers.append(Answer(Text("Es sind Watt.", "They are W."), written({"unit": "W"})))
    if any(each.source_unit == "m³" for each in series):
        answers.append(Answer(Text("Es sind Liter.", "They are litres."), written({"unit": "l"})))
    return tuple(answers)


@dataclass(frozen=True)
class BuildingSum:
    """What a building would use, and what is the most there is."""

    series: SeriesPreview  # one of those it is made of
    building: str
    used: float  # [unit a day]
    most: float  # [unit a day]


def improbable_sums(looked: GateContext) -> Question | None:
    """Buildings that would use more than any of their kind, by day, area or inhabitants."""
    far = [each for each in sums_of_buildings(looked) if each.used > each.most]
    if not far:
        return None
    return Question(
        "improbable_sums",
        Text(
            "So viel verbraucht kein Gebäude einer Gemeinde: {sums}. Stimmt die Einheit?",
            "No building of a municipality uses so much: {sums}. Is the unit right?",
        ).format(
            sums=yearly(far),
        ),
        answers=(
            yes("improbable_sums", Text("Ja, es stimmt.", "Yes, it is right.")),
            *other_readings([each.series for each in far]),
        ),
    )


def sums_of_buildings(looked: GateContext) -> list[BuildingSum]:
    """What counts of each building together, and what does not count each by itself."""
    found: dict[tuple[str, str], BuildingSum] = {}
    for series, one in looked.placed:
        if not series.unit or beyond_physics(series):
            continue
        key = (normalised(one.building) if series.counts else series.name, series.unit)
        before = found[key].used if key in found else 0.0
        most = most_at(one, series.unit, looked.town)
        found[key] = BuildingSum(series, one.building, before + per_day(series), most)
    return list(found.values())


def most_at(one: Match, unit: str, town: TownScale) -> float:
    """What the building of a match uses at most [unit a day]."""
    known = one.building_id
    kind = kind_from(one.building) if known is None else town.kinds.get(known)
    area = None if known is None else town.areas.get(known)
    return most_of_building(unit=unit, kind=kind, area=area, town=town)


def yearly(sums: Sequence[BuildingSum]) -> Text:
    """What the first few would use in a year, and the most there is."""
    return first_of([
        Text(
            "{name} {used} {unit} im Jahr (üblich sind höchstens {most})",
            "{name} {used} {unit} a year (at most {most} are usual)").format(
            name=each.building,
            used=figures(each.used * DAYS),
            most=figures(each.most * DAYS),
            unit=each.series.unit,
        )
        for each in sums
    ])  # fmt: skip


def more_than_town(looked: GateContext) -> Question | None:
    """One delivery holds more of a carrier than the whole municipality uses."""
    together: dict[tuple[str, str], float] = defaultdict(float)
    carriers = {}
    for series, one in looked.placed:
        if one.carrier is None or not series.counts or beyond_physics(series):
            continue
        together[one.carrier.value, series.unit] += per_day(series)
        carriers[one.carrier.value] = one.carrier
    for (name, unit), amount in together.items():
        carrier = carriers[name]
        most = most_of_town(carrier=carrier, town=looked.town)
        if most is not None and amount > most:
            return Question(
                "more_than_town",
                Text(
                    "Zusammen wäre das mehr {carrier}, als die ganze Gemeinde verbraucht: {used} "
                    "{unit} im Jahr. Stimmen Einheit und Werte?",
                    "Together this would be more {carrier} than the whole municipality uses: "
                    "{used} {unit} a year. Are unit and values right?",
                ).format(
                    carrier=carrier.text,
                    used=figures(amount * DAYS),
                    unit=unit,
                ),
                answers=(
                    yes("more_than_town", Text("Ja, es stimmt.", "Yes, it is right.")),
                    *other_readings(looked.preview.series),
                ),
            )
    return None


def known_differently(looked: GateContext) -> Question | None:
    """Values of known meters that would become quite different ones."""
    far = [each for each in looked.replaces if each.share > CORRECTION]
    if not far:
        return None
    return Question(
        "known_differently",
        Text(
            "Von {names} sind Werte gespeichert, und die Datei nennt ganz andere ({first}). Ist es "
            "derselbe Zähler? Sonst bitte unten ein anderes Gebäude angeben.",
            "Values of {names} are stored, and the file says quite different ones ({first}). Is it "
            "the same meter? If not, please give another building below.",
        ).format(
            names=quoted([each.series for each in far], LISTED),
            first=far[0].text,
        ),
        answers=(
            yes(
                "known_differently", Text("Ja, die Werte werden berichtigt.", "Yes, correct them.")
            ),
            leave_out([each.series for each in far]),
        ),
    )


def leave_out(series: Sequence[str]) -> Answer:
    """The answer that these are not of the meter, and not to be stored."""
    return Answer(
        Text("Nein: diese Reihen nicht speichern.", "No: leave these series out."),
        written({"series": [{"series": name, "left_out": True} for name in series]}),
    )


def spaced_differently(looked: GateContext) -> Question | None:
    """Known meters whose longer readings say something quite different of the same time."""
    far = [each for each in looked.beside if each.share > CORRECTION]
    if not far:
        return None
    names = [each.series for each in far]
    new = [{"series": each.series, "new_meter": True} for each in far if each.may_be_new]
    further = Answer(
        Text("Nein: es ist ein weiterer Zähler.", "No: it is another meter."),
        written({"series": new}),
    )
    return Question(
        "spaced_differently",
        Text(
            "Von {names} sind Werte in längeren Abständen gespeichert, und die Datei nennt ganz "
            "andere ({first}). Ist es derselbe Zähler?",
            "Of {names} values of longer spans are stored, and the file says quite different "
            "ones ({first}). Is it the same meter?",
        ).format(names=quoted(names, LISTED), first=far[0].text),
        answers=(
            yes("spaced_differently", Text("Ja, es ist derselbe.", "Yes, it is the same.")),
            *([further] if len(new) == len(far) else []),
            leave_out(names),
        ),
    )
