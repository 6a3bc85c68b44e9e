"""What was assumed and a person should confirm."""

from klimamosaik.sources.tables.complaints import Complaints
from klimamosaik.sources.tables.table import Table
from klimamosaik.terms.text import Text


def say_what_is_assumed(table: Table, warned: Complaints) -> None:
    """Warn of decimal marks nothing in the file decides."""
    for column in table.columns:
        if not column.decimal_known:
            example = column.sample[0] if column.sample else ""
            warned.add(
                "decimal_undecidable",
                Text(
                    f"Spalte „{column.header}“: Bei Zahlen wie {example} kann das "
                    "Zeichen Tausender trennen oder Dezimalzeichen sein. Gelesen mit "
                    f"„{column.decimal}“ als Dezimalzeichen; bitte prüfen.",
                    f"Column “{column.header}”: in numbers like {example} the mark may group "
                    f"thousands or be the decimal mark. Read with “{column.decimal}” as the "
                    "decimal mark; please check.",
                ),
                column=column.header,
            )
