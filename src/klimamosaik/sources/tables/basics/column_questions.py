"""Questions about what columns and their cells mean, each with the hints that answer it."""

from collections.abc import Iterable

from klimamosaik.sources.tables.basics.questions import answer, of_column, some
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text


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
                Text("{plain}: Tausender", "{plain}: thousands").format(plain=plain),
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


def battery_or_building(header: str) -> Question:
    """Whether "Speicher 5" is a battery or a building of that name."""
    return Question(
        "direction_unknown",
        Text(
            "„{header}“: Ist das ein Stromspeicher oder ein Gebäude, das so heißt? Nur was ein "
            "Gebäude bezieht, zählt als Verbrauch.",
            "“{header}”: is it a battery, or a building called so? Only what a building draws "
            "counts as use.",
        ).format(header=header),
        column=header,
        answers=(
            of_column(header, Text("ein Gebäude: bezogen", "a building: drawn"),
                      direction=Direction.DRAWN.value),
            of_column(header, Text("ein Stromspeicher: geladen oder entladen",
                                   "a battery: charged or discharged"),
                      direction=Direction.STORED.value),
        ),
    )  # fmt: skip


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


def negative_values(names: list[str], count: int) -> Question:
    """Electricity below zero: fed in, or the balance of both ways."""
    which = some(names)
    return Question(
        "negative_values",
        Text(
            "{which}: {count} Werte sind negativ. Ist das Einspeisung?",
            "{which}: {count} values are negative. Is that feed-in?"
        ).format(which=which, count=count),
        answers=(
            answer(Text("ja: nur die positiven Werte sind Verbrauch",
                        "yes: only the positive values are use"), accepted=["negative_is_fed_in"]),
            answer(Text("nein: Korrekturen, sie zählen mit",
                        "no: corrections, they count"), accepted=["negative_values"]),
        ),
    )  # fmt: skip


def wrong_sign(names: list[str], headers: list[str]) -> Question:
    """Heat, gas or water that is mostly below zero."""
    which = some(names)
    return Question(
        "wrong_sign",
        Text(
            "Die Werte von {which} sind meist negativ; das kann kein Verbrauch sein. Ist nur das "
            "Vorzeichen verkehrt?",
            "The values of {which} are mostly below zero; that cannot be use. Is only the sign the "
            "wrong way round?"
        ).format(which=which),
        answers=(
            answer(Text("ja: ohne Minus ist es der Verbrauch", "yes: without the minus it is use"),
                   accepted=["sign_turned"]),
            answer(Text("nein: nicht einlesen", "no: do not read it"),
                   columns=[{"header": header, "role": "ignored"} for header in headers]),
        ),
    )  # fmt: skip


ONLY_RISE = Text(
    "Die Werte von {which} steigen immer. Sind es Zählerstände oder Verbräuche?",
    "The values of {which} only ever rise. Are they meter readings or use?",
)
STANDS_ALONE = Text(
    "Von {which} steht nur ein Wert mit einem Tag da. Ist es der Zählerstand dieses Tages oder ein "
    "Verbrauch?",
    "Of {which} there is one value only, with a day. Is it the meter reading of that day or use?",
)


def counter_unclear(names: list[str], headers: list[str], *, alone: bool = False) -> Question:
    """Values that only grow, or one with its day, may be meter readings or use."""
    return Question(
        "counter_unclear",
        (STANDS_ALONE if alone else ONLY_RISE).format(which=some(names)),
        answers=(
            answer(Text("Verbrauch je Zeitraum", "use per period"),
                   columns=[{"header": header, "role": "value"} for header in headers]),
            answer(Text("Zählerstände", "meter readings"),
                   columns=[{"header": header, "role": "counter"} for header in headers]),
        ),
        field="counter",
    )  # fmt: skip
