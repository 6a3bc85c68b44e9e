"""The gate: what is asked before a file is stored, because a bad guess would look like this."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from klimamosaik.observations.intake.asking import filled, questions_of, written
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.lists import kind_from
from klimamosaik.observations.intake.matching import Match, normalised
from klimamosaik.observations.intake.naming import is_number_or_time, is_odd, is_odd_header
from klimamosaik.observations.intake.plausible import (
    DAYS,
    TownScale,
    beyond_physics,
    most_of_building,
    most_of_town,
    per_day,
)
from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.sources.tables import ColumnRole, Preview, SeriesPreview
from klimamosaik.sources.tables.not_taken import NOT_TAKEN, share_refused
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, decimal, first_few, joined, quoted

MANY_NEW = 20  # buildings new to a town that has some: fewer are a new street of a known office
AT_FIRST = 10_000  # buildings of a first file; the largest German cities own about 5,000
QUOTED = 3  # sums a question quotes
MORE = Text("…", "…")
ROWS = 5  # numbers of rows it names
CORRECTION = 0.2  # difference of the sums from which on a correction is asked about
LISTED = 12  # names a question lists

Placed = Sequence[tuple[SeriesPreview, Match]]


@dataclass(frozen=True)
class GateContext:
    """All the rules look at."""

    preview: Preview
    matches: Sequence[Match]
    town: TownScale
    replaces: Sequence[Replacing] = ()

    @property
    def placed(self) -> Placed:
        """Each series with its place."""
        return tuple(zip(self.preview.series, self.matches, strict=True))

    @property
    def new_buildings(self) -> list[str]:
        """Names of buildings storing would make, each once."""
        names = [one.building for one in self.matches if one.building_id is None]
        return list({normalised(name): name for name in names}.values())


def open_questions(
    *,
    preview: Preview,
    matches: Sequence[Match],
    corrections: Corrections,
    town: TownScale,
    replaces: Sequence[Replacing] = (),
) -> tuple[Question, ...]:
    """Everything a person has to answer before the file is stored, in the order to answer it.

    Page, command line and the storing itself ask this one function. What depends on how the file
    is read is asked only when that is clear.
    """
    reader = preview.questions
    codes = {question.code for question in reader}
    matched = [each for each in questions_of(preview, matches) if each.code not in codes]
    looked = GateContext(preview, matches, town, replaces)
    rules = {} if codes & COLUMN_CODES else dict(RULES)
    if not codes and all(each.code == "carrier_unknown" for each in matched):
        rules |= RULES_OF_SUMS
    accepted = corrections.hints.accepted
    doubts = (rule(looked) for code, rule in rules.items() if code not in accepted)
    return (*reader, *matched, *(doubt for doubt in doubts if doubt is not None))


def yes(code: str, de: str, en: str) -> Answer:
    """The answer that it is right as it is."""
    return Answer(Text(de, en), written({"accepted": [code]}))


def said(de: str, en: str, **values: object) -> Text:
    """A sentence with its values, a list of names quoted as the language does."""
    return Text(
        filled(de, {key: in_words(value, "de") for key, value in values.items()}, "de"),
        filled(en, {key: in_words(value, "en") for key, value in values.items()}, "en"),
    )


def in_words(value: object, language: str) -> object:
    """A Text in its language, a list of names with quotes, anything else as it is."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, list):
        return quoted(value, LISTED).in_(language)
    return value


def figure(value: float, language: str) -> str:
    """A number with three digits that count; far beyond what is written so, as a power of ten."""
    if not abs(value) < 1e15:
        return f"{value:.1e}".replace("e+", " · 10^").replace("inf", "∞")
    return decimal(float(f"{value:.3g}"), language=language)


# ---- rows that are not taken ---------------------------------------------------------------


def rows_not_taken(looked: GateContext) -> Question | None:
    """More than a few rows cannot be read: a column was taken for what it is not, mostly."""
    preview = looked.preview
    share = share_refused(preview)
    if share <= NOT_TAKEN:
        return None
    first = preview.refused[0] if preview.refused else NO_REASON
    return Question(
        "rows_not_taken",
        said(
            "{count} Zeilen oder Zellen ({share} % der Zeilen) werden nicht genommen{rows}. "
            "Zum Beispiel: {reason} Ist das in Ordnung? Sonst berichtigen Sie die Datei oder "
            "wofür ihre Spalten gehalten wurden.",
            "{count} rows or cells ({share} % of the rows) are not taken{rows}. "
            "For example: {reason} Is that right? Otherwise correct the file, or what its columns "
            "were taken for.",
            count=preview.refused_total,
            share=round(100 * share),
            rows=first_rows(preview),
            reason=first.text,
        ),
        row=first.row,
        column=first.column,
        answers=(
            yes(
                "rows_not_taken",
                "So speichern; die übrigen Zeilen fehlen dann.",
                "Store it like this; the other rows are then missing.",
            ),
        ),
    )


def first_rows(preview: Preview) -> Text:
    """The numbers of the first few rows, as the office's program counts them."""
    rows = list(dict.fromkeys(each.row for each in preview.refused if each.row is not None))
    if not rows:
        return Text("", "")
    listed = first_few(rows, ROWS)
    return Text(
        " (Zeilen {listed})",
        " (rows {listed})",
    ).format(listed=listed)


NO_REASON = Problem("not_taken", Text("Sie sind nicht lesbar.", "They cannot be read."))

# ---- buildings -------------------------------------------------------------------------------


def odd_buildings(looked: GateContext) -> Question | None:
    """A new building is called like a time, a number or a flag."""
    listed = [row.name for row in looked.preview.buildings]
    column = naming_column(looked.preview)
    doubt = is_odd if column is not None else is_odd_header
    if column is None and len(looked.matches) == 1:
        doubt = is_number_or_time  # the only series is called as its header or its file is
    odd = [name for name in (*looked.new_buildings, *listed) if doubt(name)]
    if not odd:
        return None
    return Question(
        "odd_buildings",
        said(
            "Neue Gebäude würden so heißen: {names}. Das sieht eher nach Zeiten, Nummern, Tarifen "
            "oder Kennzeichen aus. Was stimmt?",
            "New buildings would be called: {names}. That looks more like times, numbers, tariffs "
            "or flags. Which is right?",
            names=odd,
        ),
        column=column,
        answers=(
            yes("odd_buildings", "Ja, so heißen sie.", "Yes, that is what they are called."),
            *other_roles(column, looked.preview),
        ),
        field="building" if looked.preview.series else None,
    )


def naming_column(preview: Preview) -> str | None:
    """The column the names come from; None where headers give them."""
    for role in (ColumnRole.BUILDING, ColumnRole.METER):
        for column in preview.columns:
            if column.role is role:
                return column.header
    return None


def other_roles(header: str | None, preview: Preview) -> tuple[Answer, ...]:
    """What a column of such names may be instead."""
    if header is None:
        return ()
    taken_for = {column.role for column in preview.columns if column.header == header}
    return tuple(
        Answer(
            said(de, en, header=header),
            written({"columns": [{"header": header, "role": role.value}]}),
        )
        for role, de, en in (
            (
                ColumnRole.TARIFF,
                "„{header}“ ist ein Tarif oder ein Register.",
                "“{header}” is a tariff or a register.",
            ),
            (
                ColumnRole.DIRECTION,
                "„{header}“ sagt, ob bezogen oder eingespeist wird.",
                "“{header}” says whether it is drawn or fed in.",
            ),
            (
                ColumnRole.METER,
                "„{header}“ ist eine Zählernummer.",
                "“{header}” is a meter number.",
            ),
            (ColumnRole.IGNORED, "„{header}“ nicht benutzen.", "Do not use “{header}”."),
        )
        if role not in taken_for
    )


def many_buildings(looked: GateContext) -> Question | None:
    """A file brings more new buildings than a town that has some gets at once."""
    new = looked.new_buildings
    most = MANY_NEW if looked.town.buildings else AT_FIRST
    if len(new) <= most:
        return None
    return Question(
        "many_buildings",
        said(
            "Die Datei legt {count} neue Gebäude an: {names}. Sind sie wirklich neu? Stehen sie "
            "schon unter anderen Namen hier, wählen Sie unten je Reihe das Gebäude.",
            "The file makes {count} new buildings: {names}. Are they really new? If they are here "
            "under other names, choose the building of each series.",
            count=len(new),
            names=new,
        ),
        answers=(yes("many_buildings", "Ja, sie sind neu.", "Yes, they are new."),),
    )


# ---- sums ------------------------------------------------------------------------------------


def values_beyond_physics(looked: GateContext) -> Question | None:
    """Values no meter can have counted."""
    far = [series for series in looked.preview.series if beyond_physics(series)]
    if not far:
        return None
    return Question(
        "beyond_physics",
        said(
            "So viel kann kein Zähler gezählt haben: {sums}. Was stimmt?",
            "No meter can have counted so much: {sums}. Which is right?",
            sums=sums_of(far),
        ),
        answers=(
            Answer(
                Text("Diese Reihen weglassen.", "Leave these series out."),
                written({"series": [{"series": each.name, "left_out": True} for each in far]}),
            ),
            *other_readings(far),
            yes(
                "beyond_physics",
                "Die Werte stimmen trotzdem.",
                "The values are right all the same.",
            ),
        ),
    )


def sums_of(series: Sequence[SeriesPreview]) -> Text:
    """The first few sums."""

    def listed(language: str) -> str:
        sums = [f"{each.name}: {figure(each.total, language)} {each.unit}" for each in series]
        return first_few(sums, QUOTED, between="; ")

    return Text(listed("de"), listed("en"))


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
        said(
            "So viel verbraucht kein Gebäude einer Gemeinde: {sums}. Stimmt die Einheit?",
            "No building of a municipality uses so much: {sums}. Is the unit right?",
            sums=yearly(far),
        ),
        answers=(
            yes("improbable_sums", "Ja, es stimmt.", "Yes, it is right."),
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
    parts = [
        said(
            "{name} {used} {unit} im Jahr (üblich sind höchstens {most})",
            "{name} {used} {unit} a year (at most {most} are usual)",
            name=each.building,
            used=Text(figure(each.used * DAYS, "de"), figure(each.used * DAYS, "en")),
            most=Text(figure(each.most * DAYS, "de"), figure(each.most * DAYS, "en")),
            unit=each.series.unit,
        )
        for each in sums[:QUOTED]
    ]
    some = joined(parts, "; ")
    return joined((some, MORE), " ") if len(sums) > QUOTED else some


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
                said(
                    "Zusammen wäre das mehr {carrier}, als die ganze Gemeinde verbraucht: {used} "
                    "{unit} im Jahr. Stimmen Einheit und Werte?",
                    "Together this would be more {carrier} than the whole municipality uses: "
                    "{used} {unit} a year. Are unit and values right?",
                    carrier=carrier.text,
                    used=Text(figure(amount * DAYS, "de"), figure(amount * DAYS, "en")),
                    unit=unit,
                ),
                answers=(
                    yes("more_than_town", "Ja, es stimmt.", "Yes, it is right."),
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
        said(
            "Von {names} sind Werte gespeichert, und die Datei nennt ganz andere ({first}). Ist es "
            "derselbe Zähler? Sonst bitte unten ein anderes Gebäude angeben.",
            "Values of {names} are stored, and the file says quite different ones ({first}). Is it "
            "the same meter? If not, please give another building below.",
            names=[each.series for each in far],
            first=far[0].text,
        ),
        answers=(
            yes("known_differently", "Ja, die Werte werden berichtigt.", "Yes, correct them."),
            Answer(
                Text("Nein: diese Reihen nicht speichern.", "No: leave these series out."),
                written({"series": [{"series": each.series, "left_out": True} for each in far]}),
            ),
        ),
    )


COLUMN_CODES = frozenset({"column_unknown", "date_order"})  # names and rows hang on the answer
Rule = Callable[[GateContext], Question | None]
RULES: dict[str, Rule] = {
    "rows_not_taken": rows_not_taken,
    "odd_buildings": odd_buildings,
    "many_buildings": many_buildings,
}
RULES_OF_SUMS: dict[str, Rule] = {
    "beyond_physics": values_beyond_physics,
    "improbable_sums": improbable_sums,
    "known_differently": known_differently,
    "more_than_town": more_than_town,
}
