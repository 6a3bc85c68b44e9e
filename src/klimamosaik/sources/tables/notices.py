"""What was assumed and a person should confirm."""

from klimamosaik.sources.tables.complaints import Complaints
from klimamosaik.sources.tables.preview import SeriesPreview
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.terms.text import Text


def say_what_is_assumed(
    table: Table,
    found: Converted | None,
    series: tuple[SeriesPreview, ...],
    warned: Complaints,
) -> None:
    """Warn of units, decimal marks and zones nothing in the file decides."""
    _undecidable_decimals(table, warned)
    if found is None:
        return
    _units(found, series, warned)
    if found.when.without_summer:
        warned.add(
            "clock_without_summer",
            Text(
                "Die Zeiten sind keine Ortszeit: Die Stunde, die bei der Umstellung auf Sommerzeit "
                "ausfällt, kommt vor. Gelesen als Winterzeit (UTC+1); wenn es UTC ist, bitte die "
                "Zeitzone angeben.",
                "The times are not local time: the hour that summer time skips occurs. Read as "
                "standard time (UTC+1); if it is UTC, please give the time zone.",
            ),
        )


def _undecidable_decimals(table: Table, warned: Complaints) -> None:
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


def _units(found: Converted, series: tuple[SeriesPreview, ...], warned: Complaints) -> None:
    shown = {each.name for each in series}
    plans = {
        channel.name: found.conversions[channel.number]
        for channel in found.channels
        if channel.name in shown
    }
    assumed = [name for name, plan in plans.items() if plan.assumed]
    if assumed:
        units = ", ".join(sorted({plans[name].source_unit for name in assumed}))
        some = ", ".join(assumed[:4])
        warned.add(
            "unit_assumed",
            Text(
                f"Die Einheit steht nirgends; angenommen ist {units} für {some}. Bitte bestätigen.",
                f"The unit is not given; {units} is assumed for {some}. Please confirm.",
            ),
        )
    unknown = [name for name, plan in plans.items() if not plan.unit]
    if unknown:
        some = ", ".join(unknown[:4])
        warned.add(
            "unit_unknown",
            Text(
                f"Einheit unbekannt für {some}. Bitte angeben (kWh, MWh, m³ ...), "
                "sonst werden die Werte nicht übernommen.",
                f"Unit unknown for {some}. Please give it (kWh, MWh, m³ ...), "
                "or the values are not taken.",
            ),
        )
