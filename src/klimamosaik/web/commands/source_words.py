"""Sources and what they show, as lines on a terminal."""

from typing import TYPE_CHECKING

import typer

from klimamosaik.terms.text import Text
from klimamosaik.web.commands import spoken
from klimamosaik.web.commands.source_records import push_address

if TYPE_CHECKING:
    from klimamosaik.streams.models import DataSource
    from klimamosaik.streams.queries.sources import SourceLine
    from klimamosaik.streams.source_preview import PreviewedSeries, SourcePreview


def source_in_words(line: "SourceLine") -> Text:
    """One source in a line."""
    problem = (
        Text(": {problem}", ": {problem}").format(problem=line.problem) if line.problem else ""
    )
    return LINE.format(
        number=line.source.pk,
        name=line.source.name,
        kind=line.kind,
        condition=line.condition.text,
        problem=problem,
        series=line.series,
        silent=SILENT.format(n=line.silent) if line.silent else "",
        readings=line.state.readings,
    )


def print_added(source: "DataSource", token: str) -> None:
    """That a source is set up; of one that is pushed to, where to and with which key."""
    typer.echo(spoken(ADDED.format(number=source.pk, name=source.name)))
    if token:
        typer.echo(spoken(PUSHES.format(address=push_address(source), token=token)))


def print_seen(seen: "SourcePreview") -> None:
    """What a source shows, for people: each series in a line, its doubts below."""
    typer.echo(spoken(SEEN.format(count=len(seen.series), doubtful=len(seen.doubtful))))
    for note in seen.notes:
        typer.echo(f"– {spoken(note)}")
    for one in seen.series:
        typer.echo(spoken(series_in_words(one)))
        for doubt in one.doubts:
            typer.echo(f"    ? {spoken(doubt)}")


def series_in_words(one: "PreviewedSeries") -> Text:
    """One series in a line."""
    where = Text("{lat:.4n}, {lon:.4n}", "{lat:.4n}, {lon:.4n}")
    nowhere = Text("ohne Ort", "no place")
    return SERIES.format(
        name=one.name,
        thing=one.thing,
        unit=one.unit or Text("ohne Einheit", "no unit"),
        place=where.format(lat=one.place[0], lon=one.place[1]) if one.place else nowhere,
        value=one.last_text or "–",
        last=LAST.format(last=one.last) if one.last else Text("", ""),
        gaps=GAPS.format(gaps=one.gaps) if one.gaps else Text("", ""),
    )


ADDED = Text(
    "Quelle {number} „{name}“ ist eingerichtet. Abgeholt wird, sobald klimamosaik serve läuft.",
    "Source {number} “{name}” is set up. Fetching begins as soon as klimamosaik serve runs.",
)
PUSHES = Text(
    "Ziel beim Netzwerkserver: {address}\nKopfzeile: Authorization: Bearer {token}\nDer Schlüssel "
    "ist nur dieses eine Mal zu sehen.",
    "Target at the network server: {address}\nHeader: Authorization: Bearer {token}\nThe token is "
    "shown this once only.",
)
LINE = Text(
    "{number} {name} ({kind}): {condition}{problem}; {series:Messreihe|Messreihen}"
    "{silent}, {readings:Wert|Werte}",
    "{number} {name} ({kind}): {condition}{problem}; {series:series|series}"
    "{silent}, {readings:reading|readings}",
)
SILENT = Text(" (stumm: {n})", " (silent: {n})")
SEEN = Text(
    "{count:Messreihe|Messreihen}, davon {doubtful:n} mit Fragen. Noch ist nichts gespeichert.",
    "{count:series|series}, {doubtful:n} of them with doubts. Nothing is stored yet.",
)
SERIES = Text(
    "{name} · {thing} · {unit} · {place} · {value}{last}{gaps}",
    "{name} · {thing} · {unit} · {place} · {value}{last}{gaps}",
)
LAST = Text(" ({last:time} UTC)", " ({last:time} UTC)")
GAPS = Text(" · {gaps:Lücke|Lücken}", " · {gaps:gap|gaps}")
