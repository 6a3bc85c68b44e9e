"""Questions about energy that may be told twice, each with the hints that answer it."""

from klimamosaik.sources.tables.basics.questions import answer, of_column, some, yes
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


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


def same_name(first: str, second: str) -> Question:
    """Two columns of one name with different values."""
    return Question(
        "same_name",
        Text(
            "„{first}“ und „{second}“ heißen gleich, nennen aber verschiedene Mengen. Sind es "
            "zwei Zähler?",
            "“{first}” and “{second}” have the same name but different amounts. Are they two "
            "meters?"
        ).format(first=first, second=second),
        column=second,
        answers=(
            answer(Text("ja, beide zählen", "yes, both count"), accepted=["same_name"]),
            of_column(second, Text(
                "nur „{first}“ zählt",
                "only “{first}” counts"
            ).format(first=first),
                      role="ignored"),
            of_column(first, Text(
                "nur „{second}“ zählt",
                "only “{second}” counts"
            ).format(second=second),
                      role="ignored"),
        ),
    )  # fmt: skip


def same_values(first: str, others: list[str]) -> Question:
    """Columns of other names with the same values in every row."""
    shown = some(others)
    return Question(
        "same_values",
        Text(
            "{shown}: in jeder Zeile steht dasselbe wie in „{first}“. Ist es dieselbe Energie?",
            "{shown}: every row holds the same as “{first}”. Is it the same energy?"
        ).format(first=first, shown=shown),
        column=others[0],
        answers=(
            answer(
                Text("ja: nur „{first}“ zählt", "yes: only “{first}” counts").format(first=first),
                columns=[{"header": other, "role": "ignored"} for other in others],
            ),
            answer(Text("nein: alle zählen", "no: all of them count"), accepted=["same_values"]),
        ),
    )  # fmt: skip


def total_unclear(total: str, others: list[str]) -> Question:
    """Whether a column called total holds the others."""
    shown = some(others)
    return Question(
        "total_unclear",
        Text(
            "Steckt in „{total}“ schon, was in {shown} steht? Es ist nicht deren Summe.",
            "Does “{total}” already hold what is in {shown}? It is not their sum."
        ).format(total=total, shown=shown),
        column=total,
        answers=(
            answer(
                Text(
                    "ja: „{total}“ zählt, die anderen sind Teile davon",
                    "yes: “{total}” counts, the others are parts of it"
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
            "“{total}” is the sum of the other columns in every row. Is it just their sum?"
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
            "“{name}” is more than the sum of the other rows. What counts?"
        ).format(name=name),
        answers=(
            answer(Text("die einzelnen Zeilen; die Summe bleibt weg",
                        "the single rows; the total stays out"), accepted=["total_unclear"]),
        ),
    )  # fmt: skip


ROWS_OF_SUMS = "rows_of_sums"  # what a person says of them


def are_sums(names: list[str]) -> Question:
    """Rows are the sums of the rows below or above them, but not called so."""
    return Question(
        "total_unclear",
        Text(
            "{some}: in jeder Spalte die Summe der Zeilen darunter oder darüber. Sind es nur deren "
            "Summen?",
            "{some}: in every column the sum of the rows below or above. Are they just their sums?"
        ).format(some=some(names)),
        answers=(
            answer(Text("ja, nur Summen: sie bleiben weg", "yes, just sums: leave them out"),
                   accepted=[ROWS_OF_SUMS]),
            answer(Text("nein: alle zählen", "no: all count"), accepted=["total_unclear"]),
        ),
    )  # fmt: skip


def heat_of_fuel(names: list[str], headers: list[str], part: str) -> Question:
    """Whether heat is made of the fuel beside it. headers: of columns of heat alone."""
    part_of = Text(
        "ja: es zählt der Brennstoff, die Wärme ist ein Teil davon",
        "yes: the fuel counts, the heat is a part of it",
    )
    apart = Text("nein: Wärme aus einem Netz, beide zählen", "no: heat of a net, both count")
    if headers:
        answers = (
            answer(part_of, columns=[{"header": each, "direction": "part"} for each in headers]),
            answer(apart, columns=[{"header": each, "direction": "drawn"} for each in headers]),
        )
    else:
        answers = (answer(part_of, accepted=[part]), answer(apart, accepted=["heat_of_fuel"]))
    return Question(
        "heat_of_fuel",
        Text(
            "Wird die Wärme von {some} aus dem Gas, dem Öl oder dem Holz gemacht, das daneben "
            "steht? Dann zählte dieselbe Energie doppelt.",
            "Is the heat of {some} made of the gas, oil or wood beside it? The same energy would "
            "then count twice.",
        ).format(some=some(names)),
        column=headers[0] if len(headers) == 1 else None,
        answers=answers,
    )
