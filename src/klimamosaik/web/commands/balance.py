"""The balance of a municipality, from the command line."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken, start_django
from klimamosaik.web.commands.echoing import echo_json, echo_line, number

if TYPE_CHECKING:
    from klimamosaik.balance.queries.balances import FoundBalance

NEWEST = 2021  # newest year public statistics ship for
SHOWN = 8  # reasons printed
SO_FAR, TOGETHER = Text("bisher", "so far"), Text("zusammen", "together")


@app.command()
def balance(
    ags: Annotated[str | None, typer.Argument(help="Official key (AGS), eight digits.")] = None,
    year: Annotated[int, typer.Option(help="Year of the balance.", min=1990, max=2100)] = NEWEST,
    everywhere: Annotated[
        bool, typer.Option("--all", help="First balances of all municipalities.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="How far off published figures it is, and why.")
    ] = False,
    since: Annotated[
        int | None,
        typer.Option(help="Why did it change since this year?", min=1990, max=2100),
    ] = None,
    subject: Annotated[
        str, typer.Option(help="What changed, with --since: energy, cost or emissions.")
    ] = "emissions",
    climate_factor: Annotated[
        float | None, typer.Option(help="Also show it weather-corrected with this climate factor.")
    ] = None,
    heating_share: Annotated[
        float, typer.Option(help="Part of heating energy that follows the weather, 0 to 1.")
    ] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Final energy and emissions by sector and carrier, with data quality and verdict."""
    if (ags is None) is not everywhere:
        raise rejected(
            "which_municipality",
            "Für welche Gemeinde? Entweder einen Gemeindeschlüssel (z. B. 03403000) oder --all.",
            "For which municipality? Either a key (AGS, e.g. 03403000) or --all.",
        )
    check_variant(climate_factor, heating_share)
    start_django()
    if ags is None:
        show_all(year, as_json=as_json)
    elif since is not None:
        show_change(ags, since, year, subject, as_json=as_json)
    else:
        show_one(ags, year, climate_factor, heating_share, why=why, as_json=as_json)


def check_variant(climate_factor: float | None, heating_share: float) -> None:
    """Refuse a climate factor no German year has had, and a share outside 0 to 1."""
    if climate_factor is not None and not 0.5 <= climate_factor <= 2.0:
        raise rejected(
            "unusable_climate_factor",
            "Klimafaktor {given}: erlaubt ist 0,5 bis 2.",
            "Climate factor {given}: 0.5 to 2 is allowed.",
            given=climate_factor,
        )
    if not 0.0 <= heating_share <= 1.0:
        raise rejected(
            "unusable_share",
            "Heizanteil {given}: erlaubt ist 0 bis 1.",
            "Heating share {given}: 0 to 1 is allowed.",
            given=heating_share,
        )


def show_one(
    ags: str,
    year: int,
    climate_factor: float | None,
    heating_share: float,
    *,
    why: bool,
    as_json: bool,
) -> None:
    """One municipality."""
    from klimamosaik.balance.documents import balance_document
    from klimamosaik.balance.queries.balances import balance_of

    found = balance_of(
        ags=ags, year=year, climate_factor=climate_factor, heating_share=heating_share
    )
    if as_json:
        echo_json(balance_document(found))
    else:
        print_balance(found, why=why)


def show_change(ags: str, first: int, second: int, subject: str, *, as_json: bool) -> None:
    """Why energy, cost or emissions changed between two years."""
    from klimamosaik.balance.documents import change_document
    from klimamosaik.balance.kernel.change import BalanceCause, BalanceSubject
    from klimamosaik.balance.queries.balances import change_between

    allowed = [each.value for each in BalanceSubject]
    if subject not in allowed:
        raise rejected(
            "unusable_subject",
            "„{subject}“: erlaubt ist {join}.",
            "“{subject}”: {join} are allowed.",
            subject=subject,
            join=", ".join(allowed),
        )
    change = change_between(ags=ags, first=first, second=second, subject=BalanceSubject(subject))
    if as_json:
        document = change_document(change, first, second)
        echo_json(document)
        return
    table = Table("", f"{first} – {second} [{change.subject.unit}]")
    for cause in BalanceCause:
        amount = change.of_cause(cause)
        if amount:
            table.add_row(spoken(cause.text), number(amount))
    compared = change.before or change.after
    whole = number(change.after - change.before) if compared else "–"
    table.add_row("Σ", whole)
    console = Console()
    console.print(table)
    for text in (*change.cautions, *change.left_out):
        console.print(f"– {spoken(text)}")


def show_all(year: int, *, as_json: bool) -> None:
    """All municipalities there are statistics or own values for."""
    from klimamosaik.balance.all_municipalities import everywhere_document

    document = everywhere_document(year=year)
    if document is None:
        raise rejected(
            "no_statistics",
            "Für {year} gibt es weder Statistik noch eigene Werte; Statistik gibt es für {newest}.",
            "There are neither statistics nor own values for {year}; there are statistics for "
            "{newest}.",
            year=year,
            newest=NEWEST,
        )
    if as_json:
        echo_line(document)
    else:
        print_all(document)


def print_balance(found: "FoundBalance", *, why: bool) -> None:
    """One balance for people."""

    balance, console = found.balance, Console()
    for line in heading(found):
        console.print(spoken(line))
    console.print(sector_table(found))
    for text in unsure(found):
        console.print(spoken(text))
    quality = number(balance.quality or 0.0, digits=2)
    console.print(f"{spoken(Text('Datengüte', 'Data quality'))}: {quality} (A = 1 … D = 0)")
    console.print(f"{spoken(Text('Ergebnis', 'Result'))}: {spoken(balance.verdict.text)}")
    for reason in balance.reasons[:SHOWN]:
        console.print(f"– {spoken(reason.text)}")
    if len(balance.reasons) > SHOWN:
        console.print(
            f"– … {len(balance.reasons) - SHOWN} {spoken(Text('weitere', 'more'))} (--json)"
        )
    for outlier in found.outliers:
        console.print(f"! {spoken(outlier.text)}")
    for variant in found.variants:
        value = number(variant.emissions)
        console.print(f"{spoken(variant.name)}: {value} t CO₂e")
    if why:
        for text in (*(one.text for one in found.comparisons), *found.why):
            console.print(f"? {spoken(text)}")


def sector_table(found: "FoundBalance") -> Table:
    """Energy and emissions by sector, and together."""
    from klimamosaik.balance.kernel.grid import Sector

    balance = found.balance
    table = Table(spoken(Text("Sektor", "Sector")), "MWh", "t CO₂e")
    for sector in Sector:
        amounts = (balance.sector_energy(sector), balance.sector_emissions(sector))
        numbers = (
            spoken(Text("unbekannt", "unknown")) if amount is None else number(amount)
            for amount in amounts
        )
        table.add_row(spoken(sector.text), *numbers)
    unknown = spoken(Text("unbekannt", "unknown"))
    tonnes = balance.emissions if balance.partial else balance.total
    whole = (number(balance.energy), unknown if tonnes is None else number(tonnes))
    called = SO_FAR if balance.partial else TOGETHER
    table.add_row(spoken(called), *whole, style="bold")
    return table


def heading(found: "FoundBalance") -> tuple[Text, Text]:
    """Whose balance it is, and what kind of statement."""
    from klimamosaik.balance.kernel.questions import ESTIMATE

    whose = f"[bold]{found.name}[/bold] ({found.ags}), {found.balance.year}"
    own = Text("{n} eigene Werte", "{n} values of its own").format(n=found.own)
    return Text(whose, whose), ESTIMATE if found.estimated else own


def unsure(found: "FoundBalance") -> list[Text]:
    """How sure the total is; nothing where every value was entered."""
    from klimamosaik.balance.queries.wording import likely, not_counted, so_far

    if found.balance.partial:
        return [so_far(found.balance)]
    off, unknown = found.balance.emissions_range(), not_counted(found.balance)
    return [unknown] if unknown else [likely(off)] if off else []


def print_all(document: dict[str, Any]) -> None:
    """All municipalities in a few lines."""
    rows = document["municipalities"]
    energy = sum(row["energy_mwh"] or 0.0 for row in rows) / 1e6
    own = document["with_own_values"]
    sentence = Text(
        "{count} Gemeinden, zusammen {energy:.1n} TWh Endenergie ({year}), {own} davon mit "
        "eigenen Werten. Alle Werte: --json.",
        "{count} municipalities, {energy:.1n} TWh of final energy together ({year}), {own} of "
        "them with values of their own. All values: --json.",
    ).format(count=len(rows), energy=energy, year=document["year"], own=own)
    typer.echo(spoken(sentence))
    for note in document["notes"]:
        typer.echo(f"– {spoken(Text(**note))}")
