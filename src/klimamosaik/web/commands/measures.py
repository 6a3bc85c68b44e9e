"""Lists of measures from the command line, through the same doors as the pages."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, language, spoken, start_django
from klimamosaik.web.commands.afterwards import Author, By, author, renew_effects
from klimamosaik.web.commands.echoing import echo_json
from klimamosaik.web.commands.importing import bytes_of, on_terminal, town_for
from klimamosaik.web.commands.measure_records import plan_record
from klimamosaik.web.private_files import as_usual
from klimamosaik.web.terminal_questions import NUMBER

if TYPE_CHECKING:
    from klimamosaik.measures.lists.preview import ListPlan
    from klimamosaik.measures.models import ListDelivery
    from klimamosaik.sources.measure_lists import ListHints

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".xls", ".ods")
SHOWN = 20  # complaints and measures printed

measures = typer.Typer(no_args_is_help=True, help="Lists of measures, in and out.")
app.add_typer(measures, name="measures")


@measures.command("import")
def import_measures(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Excel, CSV or JSON files, or folders.")],
    municipality: Annotated[
        str | None, typer.Option(help="Official key (AGS), eight digits.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of a municipality that is new.")] = None,
    register: Annotated[str, typer.Option(help="Register the measures enter.")] = "",
    hints: Annotated[
        str | None, typer.Option(help='Corrections as JSON, e.g. \'{"as_of": "2026-01-31"}\'.')
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    by: By = None,
) -> None:
    """Read lists of measures and store what is new or changed: all of them, or nothing.

    Open questions end with exit code 2 and nothing stored; on a terminal they are asked.
    """
    given = [(path.name, bytes_of(path)) for path in all_files(files)]
    start_django()

    from klimamosaik.sources.measure_lists import ListHints

    told = ListHints.from_json(hints) if hints else None
    asks, who = on_terminal() and not (as_json or dry_run), author(context, by)
    plan, delivery = one_try(given, told, municipality, name, register, who=who, dry_run=dry_run)
    while asks and plan.questions:
        told = ask_of_lists(plan, told)
        plan, delivery = one_try(
            given, told, municipality, name, register, who=who, dry_run=dry_run
        )
    if delivery is not None:
        renew_effects(delivery.municipality, who, quiet=as_json)
    if as_json:
        echo_json(plan_record(plan, delivery))
    else:
        print_plan(plan, delivery)
        print_questions(plan)
    if plan.questions:
        raise typer.Exit(2)


def one_try(
    given: Sequence[tuple[str, bytes]],
    told: "ListHints | None",
    ags: str | None,
    name: str | None,
    register: str,
    *,
    who: Author,
    dry_run: bool,
) -> "tuple[ListPlan, ListDelivery | None]":
    """Read the lists and store them, unless a question is open; then no trace is left."""
    from django.db import transaction
    from django.utils import timezone

    from klimamosaik.measures.lists.preview import preview
    from klimamosaik.measures.lists.reading import GivenList
    from klimamosaik.measures.lists.storing import take_in

    with transaction.atomic():
        town = town_for(ags, name, dry_run=dry_run)
        listed = [GivenList(each, data, told) for each, data in given]
        plan = preview(municipality=town, files=listed, register=register, at=timezone.now())
        if plan.questions:
            transaction.set_rollback(True)  # a municipality that is new stays away, too
        elif not dry_run and town is not None:
            now = timezone.now()
            return plan, take_in(plan=plan, by=who.user, by_name=who.name, at=now)
        return plan, None


def ask_of_lists(plan: "ListPlan", told: "ListHints | None") -> "ListHints":
    """Ask the open questions one after the other; returns all that is said of the lists."""
    from klimamosaik.sources.measure_lists import ListHints, ListRole

    said = told or ListHints()
    headings = columns_of(plan)
    for question in plan.questions:
        typer.echo(f"\n{spoken(question.text)}")
        for number, answer in enumerate(question.answers, start=1):
            typer.echo(f"  {number}. {spoken(answer.text)}")
        naming = question.field == "roles"
        typed = typed_answer(len(question.answers), headings if naming else ())
        if isinstance(typed, int):
            said = said.updated(ListHints.from_json(question.answers[typed].hints))
        else:
            said = said.updated(ListHints(roles=((typed, ListRole.TITLE),)))
    return said


def typed_answer(count: int, headings: Sequence[str]) -> int | str:
    """The place of the answer somebody chose, or one of the headings; asked until it is one."""
    prompt = spoken((NUMBER_OR_COLUMN if headings else NUMBER).format(count=count))
    while True:
        typed: str = typer.prompt(prompt).strip()
        if typed.isdigit() and 1 <= int(typed) <= count:
            return int(typed) - 1
        if typed in headings:
            return typed


def columns_of(plan: "ListPlan") -> list[str]:
    """All headings of the lists."""
    sheets = [sheet for file in plan.files for sheet in file.sheets]
    return list(dict.fromkeys(column.heading for sheet in sheets for column in sheet.columns))


@measures.command("export")
def export_measures(
    file: Annotated[Path, typer.Argument(help="Excel workbook to write (.xlsx).")],
    municipality: Annotated[
        str | None, typer.Option(help="Official key (AGS), eight digits.")
    ] = None,
) -> None:
    """Write the register as a workbook to edit and import again, with lessons and effects."""
    if file.suffix.lower() != ".xlsx":
        raise rejected(
            "wrong_ending",
            "„{file}“ soll eine Excel-Mappe werden; bitte einen Namen mit .xlsx angeben.",
            "“{file}” is to be an Excel workbook; please give a name that ends with .xlsx.",
            file=file,
        )
    start_django()

    from klimamosaik.evidence.queries.experiences import summaries_of_effects
    from klimamosaik.measures.lists.workbook import workbook
    from klimamosaik.places.queries.places import municipality_meant

    town = municipality_meant(ags=municipality, option="--municipality")
    told = summaries_of_effects(municipality=town)
    data = workbook(municipality=town, measured=told, language=language())
    try:
        with as_usual():
            file.write_bytes(data)
    except OSError as error:
        raise rejected(
            "cannot_write",
            "„{file}“ lässt sich nicht schreiben: {strerror}. Bitte den Pfad prüfen.",
            "“{file}” cannot be written: {strerror}. Please check the path.",
            file=file,
            strerror=error.strerror,
        ) from error
    typer.echo(str(file))


def all_files(given: list[Path]) -> list[Path]:
    """Files as given; of folders the lists in them, by name.

    Raises InputRejected for empty folders.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(each for each in path.iterdir() if each.suffix.lower() in ENDINGS)
        if not inside:
            raise rejected(
                "no_lists_in_folder",
                "Im Ordner „{path}“ liegt keine Liste (Excel, CSV oder JSON).",
                "There is no list (Excel, CSV or JSON) in the folder “{path}”.",
                path=path,
            )
        found += inside
    return found


def print_plan(plan: "ListPlan", delivery: "ListDelivery | None") -> None:
    """What was understood, what is new or changed, and what was not taken."""
    from klimamosaik.measures.lists.page import headline, stored_text, summary
    from klimamosaik.measures.lists.preview import ListVerdict

    typer.echo(spoken(headline(plan)))
    print_sheets(plan)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        table.add_column(spoken(heading))
    fresh = [each for each in plan.measures if each.verdict is not ListVerdict.SAME]
    for each in fresh[:SHOWN]:
        table.add_row(
            each.measure.key or "–", each.name, spoken(each.verdict.text),
            spoken(summary(each)),
        )  # fmt: skip
    if fresh:
        Console().print(table)
    if len(fresh) > SHOWN:
        typer.echo(f"  … + {len(fresh) - SHOWN}")
    if plan.refused_total:
        typer.echo(f"  {spoken(REFUSED)}: {plan.refused_total}")
    for complaint in (*plan.refused[:SHOWN], *plan.odd[:SHOWN]):
        typer.echo(f"  ! {spoken(complaint.text)}")
    for skipped in (text for file in plan.files for text in file.skipped):
        typer.echo(f"  – {spoken(skipped)}")
    ended = stored_text(delivery) if delivery else ASKED if plan.questions else NOT_STORED
    typer.echo(spoken(ended))


def print_questions(plan: "ListPlan") -> None:
    """What is asked, and the corrections that answer it; a typed column may be any other one."""
    known = next((hints for hints in plan.hints), None)
    for question in plan.questions:
        typer.echo(f"? {spoken(question.text)}")
        for answer in question.answers:
            whole = known.updated(type(known).from_json(answer.hints)) if known else None
            hints = whole.to_json() if whole else answer.hints
            typer.echo(f"    {spoken(answer.text)}\n      --hints {shlex.quote(hints)}")
        if question.field == "roles":
            typer.echo(f"    {spoken(ALL_COLUMNS)}: {' | '.join(columns_of(plan))}")


def print_sheets(plan: "ListPlan") -> None:
    """What each sheet was taken for; of many files only those left out."""
    from klimamosaik.measures.lists.page import shown_sheets

    for file in plan.files:
        for sheet in shown_sheets(file):
            named = f"{file.name} · {sheet.name}" if sheet.name else file.name
            if len(plan.files) <= SHOWN or not sheet.used:
                typer.echo(f"  {named}: {spoken(sheet.why)}")


HEADINGS = (
    Text("Nr.", "No."),
    Text("Maßnahme", "Measure"),
    Text("ist", "is"),
    Text("was die Liste sagt", "what the list says"),
)
REFUSED = Text("Nicht genommene Zeilen oder Zellen", "Rows or cells not taken")
NUMBER_OR_COLUMN = Text(
    "Nummer der Antwort (1 bis {count}), oder die Überschrift einer anderen Spalte",
    "Number of the answer (1 to {count}), or the heading of another column",
)
ALL_COLUMNS = Text("Alle Spalten", "All columns")
ASKED = Text(
    "Nichts gespeichert: erst die Antwort, mit --hints (auch jede andere Spalte ist möglich).",
    "Nothing stored: the answer first, by --hints (any other column is possible, too).",
)
NOT_STORED = Text("Nichts gespeichert (Probelauf).", "Nothing stored (dry run).")
