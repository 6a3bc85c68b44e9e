"""What corrections changed in how a file is understood, in sentences."""

from collections.abc import Iterator

from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.spacings import so_many
from klimamosaik.sources.tables import Preview, SeriesPreview
from klimamosaik.terms.text import Text, decimal, first_few

SHOWN = 12  # changes that are told one by one
Side = tuple[SeriesPreview, Match]


def changes(before: FilePreview, now: FilePreview) -> tuple[Text, ...]:
    """What is different now; nothing where both are the same."""
    found = list(differences(before, now))
    if len(found) <= SHOWN:
        return tuple(found)
    count = len(found) - SHOWN
    return (*found[:SHOWN], MORE.format(count=count))


def differences(before: FilePreview, now: FilePreview) -> Iterator[Text]:
    """Each difference: columns, series, rows."""
    if before is now:
        return
    yield from of_columns(before.preview, now.preview)
    old = {each.name: (each, one) for each, one in sides(before)}
    new = {each.name: (each, one) for each, one in sides(now)}
    yield from counted(NEW, [name for name in new if name not in old])
    yield from counted(GONE, [name for name in old if name not in new])
    for name, side in new.items():
        if name in old:
            yield from of_series(name, old[name], side)
    if before.preview.refused_total != now.preview.refused_total:
        was, stays = before.preview.refused_total, now.preview.refused_total
        yield arrow(Text("Nicht genommene Zeilen", "Rows not taken"), number(was), number(stays))


def sides(file: FilePreview) -> Iterator[Side]:
    """Each series with its place."""
    yield from zip(file.preview.series, file.matches, strict=True)


def of_columns(before: Preview, now: Preview) -> Iterator[Text]:
    """Columns that are taken for something else."""
    roles = {column.header: column.role for column in before.columns}
    for column in now.columns:
        was = roles.get(column.header)
        if was is not None and was is not column.role:
            subject = Text(
                "Spalte „{header}“",
                "Column “{header}”",
            ).format(header=column.header)
            yield arrow(subject, was.text, column.role.text)


def of_series(name: str, old: Side, new: Side) -> Iterator[Text]:
    """What is different in one series."""
    (was, before), (now, match) = old, new
    subject = Text(
        "„{name}“",
        "“{name}”",
    ).format(name=name)
    if was.direction is not now.direction:
        yield arrow(subject, was.direction.text, now.direction.text)
    if before.carrier is not match.carrier:
        yield arrow(subject, carrier(before), carrier(match))
    if before.building != match.building:
        yield arrow(
            subject, Text(before.building, before.building), Text(match.building, match.building)
        )
    if (was.total, was.unit) != (now.total, now.unit):
        yield arrow(subject, amount(was), amount(now))
    if (was.spacing, was.count) != (now.spacing, now.count):
        yield arrow(subject, values(was), values(now))


def arrow(subject: Text, was: Text, now: Text) -> Text:
    """What something was before and is now."""
    return Text(
        "{subject}: vorher {was}, jetzt {now}",
        "{subject}: before {was}, now {now}",
    ).format(subject=subject, was=was, now=now)


def carrier(match: Match) -> Text:
    """The carrier, or that nobody knows it."""
    return match.carrier.text if match.carrier else Text("unbekannt", "unknown")


def amount(series: SeriesPreview) -> Text:
    """The sum with its unit."""
    unit = series.unit or "?"
    return Text(
        "{total:n} {unit}",
        "{total:n} {unit}",
    ).format(total=series.total, unit=unit)


def number(value: int) -> Text:
    """A whole number."""
    return Text(decimal(value), decimal(value, language="en"))


def values(series: SeriesPreview) -> Text:
    """How many values of which spacing a series has, and how many are missing."""
    known = so_many(series.count, series.spacing)
    if not series.gaps:
        return known
    return SOME_MISSING.format(known=known, gaps=series.gaps)


def counted(sentence: Text, names: list[str]) -> Iterator[Text]:
    """Series that came or went, the first few by name."""
    if names:
        some = first_few(names, 4)
        yield sentence.format(count=len(names), names=some)


SOME_MISSING = Text("{known}, {gaps:fehlt|fehlen}", "{known}, {gaps:missing|missing}")
MORE = Text(
    "und {count:weitere Änderung|weitere Änderungen}", "and {count:more change|more changes}"
)
NEW = Text("Neu: {count:Reihe|Reihen} ({names})", "New: {count:n} series ({names})")
GONE = Text("Nicht mehr dabei: {count:Reihe|Reihen} ({names})", "Gone: {count:n} series ({names})")
