"""What the matches leave open, as questions: equal ones about many series are one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klimamosaik.observations.intake.matching import Match
from klimamosaik.sources.tables import ColumnRole, FileColumn, Preview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

NAMED = 4  # series a question names before it only counts
Choice = tuple[Text, Mapping[str, Any]]  # an answer and what it says of each series


@dataclass(frozen=True)
class AskedQuestion:
    """A question, about one series and about many, with what can be answered."""

    one: Text
    many: Text
    choices: tuple[Choice, ...]
    field: str | None = None


def questions_of(preview: Preview, matches: Sequence[Match]) -> tuple[Question, ...]:
    """One question for each thing unknown, however many series it is unknown of."""
    open_of: dict[str, list[str]] = defaultdict(list)
    for match in matches:
        if match.question:
            open_of[match.question].append(match.series)
    return tuple(
        question_about(code, series, preview, alone=len(series) == len(matches))
        for code, series in open_of.items()
    )


def question_about(code: str, series: Sequence[str], preview: Preview, *, alone: bool) -> Question:
    """The question about these series; `alone`: the file has no others."""
    asked = ASKED[code]
    said = asked.one if len(series) == 1 else asked.many
    return Question(
        code,
        said.format(name=series[0], series=first_few(series, NAMED), count=len(series)),
        column=column_of(series[0], preview.columns) if len(series) == 1 else None,
        answers=tuple(
            Answer(text, written(scoped(told, series, preview.columns, alone=alone)))
            for text, told in asked.choices
        ),
        field=asked.field,
    )


def written(hints: Mapping[str, Any]) -> str:
    """Hints as a person writes them."""
    return json.dumps(hints, ensure_ascii=False)


def scoped(
    told: Mapping[str, Any], series: Sequence[str], columns: Sequence[FileColumn], *, alone: bool
) -> Mapping[str, Any]:
    """What is said of these series: of the whole file where it has no others, else of each."""
    if alone:
        return told
    if told.keys() <= {"carrier", "direction", "building"}:
        return {"series": [{"series": name, **told} for name in series]}
    headers = [column_of(name, columns) for name in series]
    if None in headers:
        return told  # rows, not columns, tell these series apart: only the file can be told
    return {"columns": [{"header": header, **told} for header in dict.fromkeys(headers)]}


def column_of(series: str, columns: Iterable[FileColumn]) -> str | None:
    """The header of the column a series stands in; None where it has none of its own."""
    values = [column for column in columns if column.role in (ColumnRole.VALUE, ColumnRole.COUNTER)]
    if len(values) == 1:
        return values[0].header
    wanted = series.casefold()
    exact = [each.header for each in values if each.header.casefold() == wanted]
    found = exact or [each.header for each in values if each.header.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 else None


FIELDS = {"calorific_value": ("calorific_value", "state_number")}  # told together
OPEN = ("unit", "building", "sheet", "season", "year", *FIELDS)  # take more than is offered


def fields_of(question: Question) -> tuple[str, ...]:
    """What can be typed to answer a question, beyond its answers."""
    if question.field is None or (question.answers and question.field not in OPEN):
        return ()
    return FIELDS.get(question.field, (question.field,))


CARRIERS: tuple[Choice, ...] = tuple((each.text, {"carrier": each.value}) for each in Carrier)
ENERGY_UNITS: tuple[Choice, ...] = (
    (Text("Kilowattstunden (kWh)", "kilowatt-hours (kWh)"), {"unit": "kWh"}),
    (Text("Megawattstunden (MWh)", "megawatt-hours (MWh)"), {"unit": "MWh"}),
    (Text("Wattstunden (Wh)", "watt-hours (Wh)"), {"unit": "Wh"}),
    (
        Text("Kilowatt (kW), Mittelwert des Zeitraums", "kilowatts (kW), mean of the period"),
        {"unit": "kW"},
    ),
    (Text("Watt (W), Mittelwert des Zeitraums", "watts (W), mean of the period"), {"unit": "W"}),
)
VOLUME_UNITS: tuple[Choice, ...] = (
    (Text("Kubikmeter (m³)", "cubic metres (m³)"), {"unit": "m³"}),
    (Text("Liter (l)", "litres (l)"), {"unit": "l"}),
)
NO_WATER: tuple[Choice, ...] = tuple(
    (
        Text("Es ist kein Wasser, sondern {text}", "It is no water but {text}").format(text=text),
        told,
    )
    for text, told in CARRIERS
    if told["carrier"] != Carrier.WATER
)
ASKED = {
    "carrier_unknown": AskedQuestion(
        Text(
            "„{name}“: Strom, Wärme, Gas oder Wasser? Bitte wählen Sie den Energieträger.",
            "“{name}”: electricity, heat, gas or water? Please choose the carrier.",
        ),
        Text(
            "Für {count:n} Reihen ({series}): Strom, Wärme, Gas oder Wasser? "
            "Bitte wählen Sie den Energieträger.",
            "For {count:n} series ({series}): electricity, heat, gas or water? "
            "Please choose the carrier.",
        ),
        CARRIERS,
    ),
    "unit_unknown": AskedQuestion(
        Text(
            "„{name}“: In welcher Einheit stehen die Werte? Die Datei nennt keine.",
            "“{name}”: in which unit are the values? The file names none.",
        ),
        Text(
            "Für {count:n} Reihen ({series}): In welcher Einheit stehen die Werte? "
            "Die Datei nennt keine.",
            "For {count:n} series ({series}): in which unit are the values? The file names none.",
        ),
        (*ENERGY_UNITS, *VOLUME_UNITS),
    ),
    "water_not_in_m3": AskedQuestion(
        Text(
            "„{name}“ ist Wasser, steht aber in kWh. Was stimmt?",
            "“{name}” is water but in kWh. Which is right?",
        ),
        Text(
            "{count:n} Reihen ({series}) sind Wasser, stehen aber in kWh. Was stimmt?",
            "{count:n} series ({series}) are water but in kWh. Which is right?",
        ),
        (*VOLUME_UNITS, *NO_WATER),
    ),
    "energy_in_m3": AskedQuestion(
        Text(
            "„{name}“ ist Energie, steht aber in m³. Was stimmt?",
            "“{name}” is energy but in m³. Which is right?",
        ),
        Text(
            "{count:n} Reihen ({series}) sind Energie, stehen aber in m³. Was stimmt?",
            "{count:n} series ({series}) are energy but in m³. Which is right?",
        ),
        (
            *ENERGY_UNITS[:2],
            (Text("Es ist Erdgas", "It is natural gas"), {"carrier": "gas"}),
            (Text("Es ist Wasser", "It is water"), {"carrier": "water"}),
        ),
    ),
    "gas_in_m3": AskedQuestion(
        Text(
            "„{name}“ ist Gas in m³. Für kWh fehlen Brennwert (meist 8 bis 13 kWh je m³) und "
            "Zustandszahl (meist 0,9 bis 1). Beide stehen auf der Rechnung.",
            "“{name}” is gas in m³. For kWh its calorific value (mostly 8 to 13 kWh per m³) and "
            "state number (mostly 0.9 to 1) are missing. Both are on the bill.",
        ),
        Text(
            "{count:n} Reihen ({series}) sind Gas in m³. Für kWh fehlen Brennwert (meist 8 bis 13 "
            "kWh je m³) und Zustandszahl (meist 0,9 bis 1). Beide stehen auf der Rechnung.",
            "{count:n} series ({series}) are gas in m³. For kWh the calorific value (mostly 8 to "
            "13 kWh per m³) and state number (mostly 0.9 to 1) are missing. Both are on the bill.",
        ),
        (),
        field="calorific_value",
    ),
}
