"""Rules of the gate about rows and buildings: what a bad guess of a column looks like."""

from klimamosaik.observations.intake.gate_context import LISTED, GateContext, yes
from klimamosaik.observations.intake.naming import is_number_or_time, is_odd, is_odd_header
from klimamosaik.observations.intake.open_questions import written
from klimamosaik.sources.tables import ColumnRole, Preview
from klimamosaik.sources.tables.not_taken import NOT_TAKEN, share_refused
from klimamosaik.terms.complaint import problem
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few, quoted

MANY_NEW = 20  # buildings new to a town that has some: fewer are a new street of a known office
AT_FIRST = 10_000  # buildings of a first file; the largest German cities own about 5,000
ROWS = 5  # numbers of rows it names


def rows_not_taken(looked: GateContext) -> Question | None:
    """More than a few rows cannot be read: a column was taken for what it is not, mostly."""
    preview = looked.preview
    share = share_refused(preview)
    if share <= NOT_TAKEN:
        return None
    first = preview.refused[0] if preview.refused else NO_REASON
    return Question(
        "rows_not_taken",
        Text(
            "{count:n} Zeilen oder Zellen ({share} % der Zeilen) werden nicht genommen{rows}. "
            "Zum Beispiel: {reason} Ist das in Ordnung? Sonst berichtigen Sie die Datei oder "
            "wofür ihre Spalten gehalten wurden.",
            "{count:n} rows or cells ({share} % of the rows) are not taken{rows}. "
            "For example: {reason} Is that right? Otherwise correct the file, or what its columns "
            "were taken for.",
        ).format(
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
                Text(
                    "So speichern; die übrigen Zeilen fehlen dann.",
                    "Store it like this; the other rows are then missing.",
                ),
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


NO_REASON = problem("not_taken", "Sie sind nicht lesbar.", "They cannot be read.")


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
        Text(
            "Neue Gebäude würden so heißen: {names}. Das sieht eher nach Zeiten, Nummern, Tarifen "
            "oder Kennzeichen aus. Was stimmt?",
            "New buildings would be called: {names}. That looks more like times, numbers, tariffs "
            "or flags. Which is right?",
        ).format(
            names=quoted(odd, LISTED),
        ),
        column=column,
        answers=(
            yes("odd_buildings", Text("Ja, so heißen sie.", "Yes, that is what they are called.")),
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
            Text(de, en).format(header=header),
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
        Text(
            "Die Datei legt {count:n} neue Gebäude an: {names}. Sind sie wirklich neu? Stehen sie "
            "schon unter anderen Namen hier, wählen Sie unten je Reihe das Gebäude.",
            "The file makes {count:n} new buildings: {names}. Are they really new? If they are "
            "here under other names, choose the building of each series.",
        ).format(
            count=len(new),
            names=quoted(new, LISTED),
        ),
        answers=(yes("many_buildings", Text("Ja, sie sind neu.", "Yes, they are new.")),),
    )
