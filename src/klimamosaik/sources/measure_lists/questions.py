"""What a list cannot say by itself: asked, with the answers to choose from."""

from collections.abc import Sequence

from klimamosaik.sources.measure_lists.naming_columns import could_name
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole
from klimamosaik.sources.sheets.problems import quoted
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text

ANSWERS = 8  # columns to choose from; any other one is chosen by its heading
DAYS = frozenset({
    ListRole.START, ListRole.DECISION_DAY, ListRole.NEXT_DECISION, ListRole.REPORT_DAY,
    ListRole.PHASE_SINCE, ListRole.FUNDING_END, ListRole.CONTACT_CONFIRMED,
    ListRole.ORGANISER_CONFIRMED,
    ListRole.DUE, ListRole.DONE_ON,
})  # fmt: skip


def title_question(
    sheet: str, columns: Sequence[ListColumn], cells: Sequence[Sequence[str]]
) -> Question | None:
    """Which column names the measures; None where no column can."""
    guessed = [each for each in columns if each.guessed]
    options = [*guessed, *(each for each in could_name(columns, cells) if each not in guessed)]
    answers = tuple(_naming(each) for each in options[:ANSWERS] if each.heading)
    if not answers:
        return None
    where = Text(" (Blatt „{sheet}“)", " (sheet “{sheet}”)").format(sheet=sheet) if sheet else ""
    return Question(
        "which_column_names",
        Text(
            "In welcher Spalte stehen die Namen der Maßnahmen{where}?",
            "Which column holds the names of the measures{where}?",
        ).format(where=where),
        answers=answers,
        field="roles",
    )


def _naming(column: ListColumn) -> Answer:
    shown = ", ".join(quoted(cell) for cell in column.sample)
    return Answer(
        Text("„{heading}“: {shown}", "“{heading}”: {shown}").format(
            heading=column.heading, shown=shown
        ),
        ListHints(roles=((column.heading, ListRole.TITLE),)).to_json(),
    )


def order_question(columns: Sequence[ListColumn]) -> Question:
    """Whether days such as 03/04/2024 begin with the day or the month."""
    column = next(each for each in columns if each.role in DAYS)
    cell = next(iter(column.sample), "03/04/2024")
    return Question(
        "day_or_month_first",
        Text(
            "Was steht in „{quoted}“ (Spalte „{heading}“) zuerst: Tag oder Monat?",
            "What comes first in “{quoted}” (column “{heading}”): day or month?",
        ).format(quoted=quoted(cell), heading=column.heading),
        column=column.heading,
        answers=(
            Answer(Text("der Tag", "the day"), ListHints(date_order="day").to_json()),
            Answer(Text("der Monat", "the month"), ListHints(date_order="month").to_json()),
        ),
        field="date_order",
    )


def town_question(towns: Sequence[str]) -> Question:
    """Whose measures are meant in an export of several municipalities."""
    return Question(
        "which_town",
        Text(
            "Die Datei enthält Maßnahmen von {count} Kommunen. Welche soll gelesen werden?",
            "The file holds measures of {count} municipalities. Which one is to be read?",
        ).format(count=len(towns)),
        answers=tuple(Answer(Text(each, each), ListHints(town=each).to_json()) for each in towns),
        field="town",
    )
