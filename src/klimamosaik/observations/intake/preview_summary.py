"""All files of an upload in one sentence."""

from collections.abc import Sequence

from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, joined


def summary(files: Sequence[FilePreview]) -> Text:
    """All files in one sentence; and what counts as use, once no question is open.

    A building or station that stands in two files counts once.
    """
    found = (
        (sum(len(f.preview.series) for f in files), SERIES),
        (sum(len(f.sensed) for f in files), SENSED),
        (sum(map(readings_in, files)), READINGS),
        (len({each.name for f in files for each in f.preview.buildings}), BUILDINGS),
        (sum(len(f.preview.costs) for f in files), BILLS),
        (len({each.number for f in files for each in f.stations}), STATIONS),
    )
    told = [number_of(count, *words) for count, words in found if count]
    if not told:
        return Text("", "")
    use = [] if any(file.questions for file in files) else used(files)
    if not use:
        return Text("{told}.", "{told}.").format(told=joined(told))
    return Text(
        "{told}. Zum Verbrauch zählen {sums}.", "{told}. What counts as use is {sums}."
    ).format(told=joined(told), sums=joined(use))


def readings_in(file: FilePreview) -> int:
    """How many readings a file holds beside temperatures."""
    use = sum(each.count for each in file.preview.series)
    return use + sum(each.series.count for each in file.sensed)


def number_of(count: int, one: Text, many: Text) -> Text:
    """A number with its noun."""
    noun = one if count == 1 else many
    return Text(
        "{count:n} {noun}",
        "{count:n} {noun}",
    ).format(count=count, noun=noun)


def used(files: Sequence[FilePreview]) -> list[Text]:
    """What counts as use, by carrier; what has no carrier or unit yet is not in it."""
    sums: dict[tuple[Carrier, str], float] = {}
    for file in files:
        for series, match in zip(file.preview.series, file.matches, strict=True):
            if series.counts and series.unit and match.carrier:
                key = (match.carrier, series.unit)
                sums[key] = sums.get(key, 0.0) + series.total
    return [
        Text(
            "{total:n} {unit} {carrier}",
            "{total:n} {unit} of {carrier}",
        ).format(total=total, unit=unit, carrier=carrier.text)
        for (carrier, unit), total in sums.items()
    ]


SERIES = (Text("Zähler", "meter"), Text("Zähler", "meters"))
SENSED = (
    Text("Messreihe ohne Verbrauch", "series of no use"),
    Text("Messreihen ohne Verbrauch", "series of no use"),
)
READINGS = (Text("Messwert", "reading"), Text("Messwerte", "readings"))
BUILDINGS = (Text("Gebäude", "building"), Text("Gebäude", "buildings"))
BILLS = (Text("Rechnung", "bill"), Text("Rechnungen", "bills"))
STATIONS = (
    Text("Wetterstation", "weather station"),
    Text("Wetterstationen", "weather stations"),
)
