"""The reader's questions, each with the hints that answer it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, joined

SOME = 4  # names in a sentence


def answer(text: Text, **hints: Any) -> Answer:
    """An answer that sets these hints."""
    return Answer(text, json.dumps(hints, ensure_ascii=False))


def of_column(header: str, text: Text, **told: Any) -> Answer:
    """An answer that corrects one column."""
    return answer(text, columns=[{"header": header, **told}])


def some(names: Iterable[str]) -> Text:
    """The first few names."""
    listed = list(dict.fromkeys(names))
    shown = ", ".join(f"„{name}“" for name in listed[:SOME])
    english = ", ".join(f"“{name}”" for name in listed[:SOME])
    more = len(listed) - SOME
    if more <= 0:
        return Text(shown, english)
    return Text("{names} und {more} weitere", "{names} and {more} more").format(
        names=Text(shown, english), more=more
    )


UNITS_OF = {
    Carrier.WATER: ("m³", "l", "hl", "US gal"),
    Carrier.GAS: ("kWh", "m³", "MWh", "therm", "CCF"),
    None: ("kWh", "MWh", "Wh", "kW", "W", "m³"),
}


def unit_choices(carrier: Carrier | None) -> tuple[str, ...]:
    """Symbols one would expect for a carrier, the most usual first."""
    return UNITS_OF.get(carrier, ("kWh", "MWh", "Wh", "kW", "W", "GJ"))


def unit_absent(names: list[str], headers: list[str], carrier: Carrier | None) -> Question:
    """Nothing says in what unit these series are."""
    which = some(names)
    return Question(
        "unit_unknown",
        Text(
            "Die Datei nennt keine Einheit für {which}. In welcher Einheit stehen die Werte?",
            "The file gives no unit for {which}. In what unit are the values?",
        ).format(which=which),
        column=headers[0] if len(headers) == 1 else None,
        answers=_units(headers, carrier),
        field="unit",
    )


def unit_strange(found: str, headers: list[str], carrier: Carrier | None) -> Question:
    """A unit is given, but it is none that is known."""
    return Question(
        "unit_strange",
        Text(
            "Die Einheit „{found}“ in {some} ist nicht bekannt. Welche ist es?",
            "The unit “{found}” in {some} is not known. Which one is it?",
        ).format(found=found, some=some(headers)),
        column=headers[0] if len(headers) == 1 else None,
        answers=_units(headers, carrier),
        field="unit",
    )


def _units(headers: list[str], carrier: Carrier | None) -> tuple[Answer, ...]:
    out = answer(NO_USE, columns=[{"header": header, "role": "ignored"} for header in headers])
    if len(headers) == 1:
        header = headers[0]
        units = tuple(of_column(header, Text(u, u), unit=u) for u in unit_choices(carrier))
        return (*units, out)
    told = [
        answer(Text(u, u), columns=[{"header": header, "unit": u} for header in headers])
        for u in unit_choices(carrier)
    ]
    return (*told, out)


NO_USE = Text("kein Verbrauch: nicht verwenden", "no use: leave it out")


def date_order(header: str, example: str) -> Question:
    """Whether 03/04 is 3 April or 4 March."""
    return Question(
        "date_order",
        Text(
            "Spalte „{header}“: Ist „{example}“ Tag/Monat oder Monat/Tag? Die Werte lassen beides "
            "zu.",
            "Column “{header}”: is “{example}” day/month or month/day? The values allow both.",
        ).format(header=header, example=example),
        column=header,
        answers=(
            answer(Text("Tag/Monat/Jahr", "day/month/year"), date_order="day"),
            answer(Text("Monat/Tag/Jahr", "month/day/year"), date_order="month"),
        ),
        field="date_order",
    )


def ask_year(header: str) -> Question:
    """Of which year months are that stand without one."""
    return Question(
        "year_missing",
        Text(
            "In „{header}“ stehen Monate ohne Jahr, und weder Titel noch Blatt oder Dateiname "
            "nennen genau eines, in das sie alle fallen. In welches Jahr fällt der erste?",
            "“{header}” holds months without a year, and neither title nor sheet or file name "
            "give exactly one that all of them fall into. Of which year is the first one?",
        ).format(header=header),
        column=header,
        field="year",
    )


def ask_whole_year(header: str, said: str | None) -> Question:
    """Of which year use is in a table that names no time. said: the year its title speaks of."""
    years = (
        (
            answer(
                Text(
                    "des Jahres {said}",
                    "of the year {said}",
                ).format(said=said),
                year=int(said),
            ),
        )
        if said
        else ()
    )
    left = Text("nicht übernehmen: nur die Gebäude", "leave it out: only the buildings")
    return Question(
        "year_missing",
        Text(
            "„{header}“ steht ohne Zeit da. Von welchem Jahr ist der Verbrauch?",
            "“{header}” stands there without a time. Of which year is the use?",
        ).format(header=header),
        column=header,
        answers=(*years, answer(left, accepted=["year_missing"])),
        field="year",
    )


def decimal_mark(headers: list[str], example: str) -> Question:
    """Whether 12.345 is twelve and a bit or twelve thousand."""
    mark = "," if "," in example else "."
    other = "." if mark == "," else ","
    plain = example.replace(mark, "")
    which = some(headers)

    def marked(text: Text, decimal: str) -> Answer:
        return answer(text, columns=[{"header": name, "decimal": decimal} for name in headers])

    return Question(
        "decimal_mark",
        Text(
            "{which}: Heißt „{example}“ {plain}, oder sind es Nachkommastellen?",
            "{which}: does “{example}” mean {plain}, or are there decimals?",
        ).format(which=which, example=example, plain=plain),
        column=headers[0] if len(headers) == 1 else None,
        answers=(
            marked(
                Text(
                    "{plain}: Tausender",
                    "{plain}: thousands",
                ).format(plain=plain),
                other,
            ),
            marked(Text("Nachkommastellen", "decimals"), mark),
        ),
        field="decimal",
    )


def column_unknown(header: str, cells: Iterable[str]) -> Question:
    """A column tells rows of the same time apart, but nobody knows how."""
    shown = some(cells)
    roles = (
        ("building", Text("Gebäude", "building")),
        ("meter", Text("Zähler", "meter")),
        ("tariff", Text("Tarif oder Zählwerk", "tariff or register")),
        ("direction", Text("Richtung (Bezug, Einspeisung)", "direction (drawn, fed in)")),
        ("carrier", Text("Energieträger", "carrier")),
        ("clock", Text("Uhrzeit oder Stunde", "time of day or hour")),
        ("ignored", Text("nichts davon: gleiche Zeilen zählen einmal",
                         "none: equal rows count once")),
    )  # fmt: skip
    return Question(
        "column_unknown",
        Text(
            "Was steht in Spalte „{header}“ ({shown})? Sie unterscheidet Zeilen derselben Zeit.",
            "What is in column “{header}” ({shown})? It tells rows of the same time apart.",
        ).format(header=header, shown=shown),
        column=header,
        answers=tuple(of_column(header, text, role=role) for role, text in roles),
    )


def direction_of_column(header: str) -> Question:
    """Whether a column is drawn from the grid or fed into it."""
    return Question(
        "direction_unknown",
        Text(
            "„{header}“: Wird dieser Strom bezogen oder eingespeist? Nur Bezug zählt als "
            "Verbrauch.",
            "“{header}”: is this electricity drawn or fed in? Only what is drawn counts as use.",
        ).format(header=header),
        column=header,
        answers=tuple(of_column(header, way.text, direction=way.value) for way in Direction),
    )


def direction_of_word(word: str, column: str) -> Question:
    """What a cell of the column of directions means."""
    return Question(
        "direction_unknown",
        Text(
            "Spalte „{column}“: Was heißt „{word}“? Nur was bezogen oder vor Ort erzeugt und "
            "verbraucht wird, zählt als Verbrauch.",
            "Column “{column}”: what does “{word}” mean? Only what is drawn, or made and used on "
            "the spot, counts as use.",
        ).format(column=column, word=word),
        column=column,
        answers=tuple(answer(way.text, words={word: way.value}) for way in Direction),
    )


def doubled_rows(count: int, of: int) -> Question:
    """So many rows are the same that what tells them apart may be missing."""
    return yes(
        "doubled_rows",
        Text(
            "{count} von {of} Zeilen haben dieselbe Zeit wie eine andere. Was unterscheidet sie? "
            "Ohne Unterschied zählen gleiche Zeilen einmal.",
            "{count} of {of} rows have the same time as another. What tells them apart? Without a "
            "difference equal rows count once.",
        ).format(count=count, of=of),
        Text("nichts: gleiche Zeilen zählen einmal", "nothing: equal rows count once"),
    )


def uncalculated(facts: Sequence[Detected]) -> Question:
    """Some cells of a workbook hold formulas nobody calculated: their values are missing."""
    found = joined(
        (Text(fact.why.de.rstrip(".") + ".", fact.why.en.rstrip(".") + ".") for fact in facts), " "
    )
    return yes(
        "formulas_without_value",
        Text(
            "{found} Sonst fehlen diese Werte.", "{found} Otherwise these values are missing."
        ).format(found=found),
        Text("ohne diese Werte weitermachen", "go on without these values"),
    )


def negative_values(names: list[str], count: int) -> Question:
    """Electricity below zero: fed in, or the balance of both ways."""
    which = some(names)
    return Question(
        "negative_values",
        Text(
            "{which}: {count} Werte sind negativ. Ist das Einspeisung?",
            "{which}: {count} values are negative. Is that feed-in?",
        ).format(which=which, count=count),
        answers=(
            answer(Text("ja: nur die positiven Werte sind Verbrauch",
                        "yes: only the positive values are use"), accepted=["negative_is_fed_in"]),
            answer(Text("nein: Korrekturen, sie zählen mit",
                        "no: corrections, they count"), accepted=["negative_values"]),
        ),
    )  # fmt: skip


def same_name(first: str, second: str) -> Question:
    """Two columns of one name with different values."""
    return Question(
        "same_name",
        Text(
            "„{first}“ und „{second}“ heißen gleich, nennen aber verschiedene Mengen. Sind es "
            "zwei Zähler?",
            "“{first}” and “{second}” have the same name but different amounts. Are they two "
            "meters?",
        ).format(first=first, second=second),
        column=second,
        answers=(
            answer(Text("ja, beide zählen", "yes, both count"), accepted=["same_name"]),
            of_column(second, Text(
                "nur „{first}“ zählt",
                "only “{first}” counts",
            ).format(first=first),
                      role="ignored"),
            of_column(first, Text(
                "nur „{second}“ zählt",
                "only “{second}” counts",
            ).format(second=second),
                      role="ignored"),
        ),
    )  # fmt: skip


def total_unclear(total: str, others: list[str]) -> Question:
    """Whether a column called total holds the others."""
    shown = some(others)
    return Question(
        "total_unclear",
        Text(
            "Steckt in „{total}“ schon, was in {shown} steht? Es ist nicht deren Summe.",
            "Does “{total}” already hold what is in {shown}? It is not their sum.",
        ).format(total=total, shown=shown),
        column=total,
        answers=(
            answer(
                Text(
                    "ja: „{total}“ zählt, die anderen sind Teile davon",
                    "yes: “{total}” counts, the others are parts of it",
                ).format(total=total),
                columns=[{"header": other, "direction": "part"} for other in others],
            ),
            of_column(total, Text("nein: es zählen die anderen", "no: the others count"),
                      role="ignored"),
            answer(Text("nein: alle zählen", "no: all of them count"), accepted=["total_unclear"]),
        ),
    )  # fmt: skip


def is_sum(total: str, others: list[str]) -> Question:
    """A column is the sum of the others, but not called so."""
    return Question(
        "total_unclear",
        Text(
            "„{total}“ ist in jeder Zeile die Summe der anderen Spalten. Ist es nur ihre Summe?",
            "“{total}” is the sum of the other columns in every row. Is it just their sum?",
        ).format(total=total),
        column=total,
        answers=(
            of_column(total, Text("ja, nur die Summe: bleibt weg", "yes, just the sum: leave it"),
                      role="ignored"),
            answer(
                Text("nein: es zählt, die anderen sind Teile davon",
                     "no: it counts, the others are its parts"),
                columns=[{"header": other, "direction": "part"} for other in others],
            ),
            answer(Text("nein: alle zählen", "no: all count"), accepted=["total_unclear"]),
        ),
    )  # fmt: skip


def total_of_rows(name: str) -> Question:
    """A row called total holds more than the rows beside it."""
    return Question(
        "total_unclear",
        Text(
            "„{name}“ ist mehr als die Summe der anderen Zeilen. Was zählt?",
            "“{name}” is more than the sum of the other rows. What counts?",
        ).format(name=name),
        answers=(
            answer(Text("die einzelnen Zeilen; die Summe bleibt weg",
                        "the single rows; the total stays out"), accepted=["total_unclear"]),
        ),
    )  # fmt: skip


def zone_unclear(shifted: bool) -> Question:
    """The clock is not local time; whether UTC or winter time, nothing tells."""
    seen = (
        Text(
            "Der Tagesgang passt nicht zur Umstellung der Uhr im Frühjahr und Herbst",
            "The course of the day does not fit the changes of the clock in spring and autumn",
        )
        if shifted
        else Text(
            "Die Stunde, die bei der Umstellung auf Sommerzeit ausfällt, kommt vor",
            "The hour that summer time skips occurs",
        )
    )
    return Question(
        "clock_unclear",
        Text(
            "{seen}: Die Zeiten sind wohl keine Ortszeit. In welcher Zeitzone stehen sie?",
            "{seen}: the times are probably not local time. In what time zone are they?",
        ).format(seen=seen),
        answers=(
            answer(Text("immer Winterzeit (UTC+1)", "winter time all year (UTC+1)"),
                   timezone="Etc/GMT-1"),
            answer(Text("UTC", "UTC"), timezone="UTC"),
            answer(Text("doch Ortszeit", "local time after all"), timezone="Europe/Berlin"),
        ),
        field="timezone",
    )  # fmt: skip


def winter_time(header: str) -> Question:
    """A header says MEZ; many mean the time on the clock by it."""
    return Question(
        "clock_unclear",
        Text(
            "„{header}“: Ist das durchgehend Winterzeit, auch im Sommer, oder die Zeit auf der "
            "Uhr?",
            "“{header}”: is this winter time all year, in summer too, or the time on the clock?",
        ).format(header=header),
        column=header,
        answers=(
            answer(Text("durchgehend Winterzeit (UTC+1)", "winter time all year (UTC+1)"),
                   timezone="Etc/GMT-1"),
            answer(Text("Ortszeit mit Sommerzeit", "local time with summer time"),
                   timezone="Europe/Berlin"),
        ),
        field="timezone",
    )  # fmt: skip


def counter_unclear(names: list[str], headers: list[str]) -> Question:
    """Values that only grow may be meter readings or use."""
    which = some(names)
    return Question(
        "counter_unclear",
        Text(
            "Die Werte von {which} steigen immer. Sind es Zählerstände oder Verbräuche?",
            "The values of {which} only ever rise. Are they meter readings or use?",
        ).format(which=which),
        answers=(
            answer(Text("Verbrauch je Zeitraum", "use per period"),
                   columns=[{"header": header, "role": "value"} for header in headers]),
            answer(Text("Zählerstände", "meter readings"),
                   columns=[{"header": header, "role": "counter"} for header in headers]),
        ),
        field="counter",
    )  # fmt: skip


def yes(code: str, text: Text, label: Text, *others: Answer) -> Question:
    """A question that is answered by "it is so", or by one of the other answers."""
    return Question(code, text, answers=(answer(label, accepted=[code]), *others))


def without_duplicates(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each question once."""
    kept: dict[tuple[str, str], Question] = {}
    for question in questions:
        kept.setdefault((question.code, question.text.de), question)
    return tuple(kept.values())
