"""klimamosaik sentences: every sentence the program says, to review and to translate."""

from pathlib import Path
from typing import Annotated

import typer

from klimamosaik.terms.complaint import Problem, rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken
from klimamosaik.web.private_files import as_usual

sentences_app = typer.Typer(
    no_args_is_help=True, help="Every sentence the program says, to review and to translate."
)
app.add_typer(sentences_app, name="sentences")


@sentences_app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write the catalogue (PO).")],
    into: Annotated[
        str,
        typer.Option("--language", help="en to review; another code (nds, da) to translate."),
    ] = "en",
) -> None:
    """Write all sentences into one file; translations that stand in it already are kept."""
    from babel.core import Locale, UnknownLocaleError
    from babel.messages.pofile import write_po

    from klimamosaik.web.sentences import catalogue, sentences

    try:
        Locale.parse(into)
    except (UnknownLocaleError, ValueError) as error:
        raise rejected(
            "unknown_language",
            "„{into}“ ist keine Sprache, deren Zahlen und Tage bekannt sind: Bitte ein Kürzel wie "
            "nds, da oder fr angeben.",
            "“{into}” is no language whose numbers and days are known: please give a code such as "
            "nds, da or fr.",
            into=into,
        ) from error
    made = catalogue(sentences(), into, file if file.exists() and into != "en" else None)
    with as_usual(), file.open("wb") as to:
        write_po(to, made, width=96)
    said = Text("{count:Satz|Sätze} in {file}", "{count:sentence|sentences} in {file}")
    typer.echo(spoken(said.format(count=len(made), file=str(file))))


@sentences_app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(help="A translation; left out: German and English.")
    ] = None,
) -> None:
    """Compare the languages: the same values in all, none missing. Exit code 2 for faults."""
    from klimamosaik.terms.complaint import InputRejected
    from klimamosaik.web.sentences import faults_in_file, faults_of, sentences

    found = sentences()
    if file is None:
        wrong = [
            Text("{where}: {fault}", "{where}: {fault}").format(where=each.where, fault=fault)
            for each, fault in faults_of(found)
        ]
        said = Text(
            "{count:Satz|Sätze} in zwei Sprachen, {wrong:Fehler|Fehler}",
            "{count:sentence|sentences} in two languages, {wrong:fault|faults}",
        ).format(count=len({each.pair for each in found}), wrong=len(wrong))
    else:
        has, lacks, wrong = faults_in_file(file, found)
        said = Text(
            "{has} übersetzt, {lacks} fehlen, {wrong:Fehler|Fehler}",
            "{has} translated, {lacks} missing, {wrong:fault|faults}",
        ).format(has=has, lacks=lacks, wrong=len(wrong))
    typer.echo(spoken(said))
    if wrong:
        raise InputRejected([Problem("sentence", each) for each in wrong])
