"""What must be known of a series before its use counts in kWh, and what is told with it."""

from collections.abc import Iterable, Sequence

import polars as pl

from klimamosaik.evidence.given.file import GivenFile
from klimamosaik.evidence.given.series import has_clock_times
from klimamosaik.sources.tables import Preview, SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

ENERGY, VOLUME = "kWh", "m³"  # what the reader counts in
UNIT_ABSENT = frozenset({"unit_unknown"})  # nothing in the file names one
UNIT_STRANGE = "unit_strange"  # one is named, but nobody knows it
ANSWERED_HERE = UNIT_ABSENT | {"carrier_unknown", "negative_values"}  # a warning says it here
JUDGED_BY_THE_ENGINE = frozenset({"gaps", "negative_use", "unit_jump", "far_outside"})
LEFT_TO_OTHERS = JUDGED_BY_THE_ENGINE | ANSWERED_HERE


def undecided(
    file: GivenFile, preview: Preview, meant: Sequence[SeriesPreview], carrier: Carrier | None
) -> Iterable[Problem]:
    """What only a person can say of the series that are meant."""
    carriers = {carrier or each.carrier for each in meant}
    if None in carriers:
        yield WHICH_CARRIER
    elif len(carriers) > 1 or len({each.spacing for each in meant}) > 1:
        yield NO_SUM
    reasons = [reason for one in meant for reason in _no_energy(file, preview, one, carrier)]
    yield from dict.fromkeys(reasons)


def zone_is_open(file: GivenFile, preview: Preview, intervals: pl.DataFrame) -> bool:
    """True where clock times carry no offset, nobody named their zone and nobody asks for it."""
    asked = any(each.field == "timezone" for each in preview.questions)
    told = file.hints.timezone is not None
    return preview.zone_assumed and not asked and not told and has_clock_times(intervals)


def _no_energy(
    file: GivenFile, preview: Preview, one: SeriesPreview, carrier: Carrier | None
) -> Iterable[Problem]:
    """The reasons why the values are no kWh yet."""
    told = file.hints.calorific_value or file.hints.state_number
    if one.unit == VOLUME:
        gas = (carrier or one.carrier) is Carrier.GAS
        yield GAS_IN_VOLUME if gas else NO_ENERGY
    elif unit_is_absent(preview, one):
        if told:
            yield WHICH_UNIT
    elif one.unit != ENERGY and not any(each.code == UNIT_STRANGE for each in preview.questions):
        yield NO_ENERGY


def unit_is_absent(preview: Preview, one: SeriesPreview) -> bool:
    """True where neither the file nor a person names the unit, not even one that is strange."""
    absent = not one.source_unit or any(each.code in UNIT_ABSENT for each in preview.questions)
    return absent and not any(each.code == UNIT_STRANGE for each in preview.questions)


def asked_by_the_reader(preview: Preview) -> list[Question]:
    """The reader's questions but for those a warning answers here, or an option of its own."""
    return [each for each in preview.questions if each.code not in ANSWERED_HERE]


def taken_for_granted(
    file: GivenFile, preview: Preview, meant: Sequence[SeriesPreview], carrier: Carrier | None
) -> Iterable[Problem]:
    """What was assumed where neither the file nor a person says it outright."""
    read = meant[0].carrier
    told = carrier or file.hints.carrier or any(each.carrier for each in file.hints.columns)
    if read is not None and not told:
        yield _carrier_read(read)
    if read is not None and carrier not in (None, read):
        yield _carrier_differs(read)
    if any(unit_is_absent(preview, one) for one in meant):
        yield UNIT_ASSUMED
    if any(one.counter for one in meant):
        yield COUNTER_READ


def no_use_of_its_own(series: SeriesPreview) -> Problem:
    """What more or less of a series that counts no use does not mean."""
    return Problem("not_use", NOT_USE.format(name=series.name, what=series.direction.text))


def _carrier_read(carrier: Carrier) -> Problem:
    return problem(
        "carrier_assumed",
        "Nach Überschrift oder Dateiname ist es {carrier}; mit --carrier lässt sich ein "
        "anderer Energieträger nennen.",
        "By header or file name it is {carrier}; another carrier can be named with --carrier.",
        carrier=carrier.text,
    )


def _carrier_differs(read: Carrier) -> Problem:
    return problem(
        "carrier_differs",
        "Nach Überschrift oder Dateiname wäre es {read}; gerechnet ist mit dem genannten "
        "Energieträger.",
        "By header or file name it would be {read}; the carrier that was named is counted with.",
        read=read.text,
    )


NOT_USE = Text(
    "„{name}“ ist {what} und zählt keinen eigenen Verbrauch: Mehr oder weniger davon ist weder"
    " gespart noch mehr verbraucht.",
    "“{name}” is {what} and counts no use of its own: more or less of it is neither saved nor used"
    " more.",
)
UNIT_ASSUMED = problem(
    "unit_assumed",
    "Die Datei nennt keine Einheit; angenommen ist kWh. Der Anteil in Prozent stimmt in jeder"
    " Einheit, die Menge nur in kWh; mit --unit lässt sich die Einheit nennen.",
    "The file names no unit; kWh is assumed. The per cent are right in any unit, the amount"
    " only in kWh; name the unit with --unit.",
)
COUNTER_READ = problem(
    "counter_read",
    "Die Werte wachsen nur; sie gelten als Zählerstände, der Verbrauch ist ihr Unterschied.",
    "The values only grow; they are taken as meter readings, use is their difference.",
)
WHICH_CARRIER = Question(
    "carrier_missing",
    Text(
        "Welcher Energieträger ist es? Er entscheidet, wie weit Verbrauch von selbst schwankt und"
        " was Nullen bedeuten; bitte --carrier electricity, gas oder heat angeben.",
        "Which energy carrier is it? It decides how far use varies by itself and what zeros mean;"
        " please give --carrier electricity, gas or heat.",
    ),
)
WHICH_UNIT = Question(
    "unit_missing",
    Text(
        "Brennwert oder Zustandszahl sind genannt, aber die Datei nennt keine Einheit; bitte"
        " --unit m³ oder --unit kWh angeben.",
        "Calorific value or state number are given, but the file names no unit; please give"
        " --unit m³ or --unit kWh.",
    ),
)
WHICH_ZONE = Question(
    "timezone_missing",
    Text(
        "Die Zeiten haben keinen UTC-Versatz; bitte die Zeitzone nennen, zum Beispiel --timezone"
        " Europe/Berlin oder --timezone UTC.",
        "The times have no offset; please name their time zone, for example --timezone"
        " Europe/Berlin or --timezone UTC.",
    ),
)
GAS_IN_VOLUME = Question(
    "gas_in_volume",
    Text(
        "Das Gas ist in m³ gemessen; für kWh bitte Brennwert und Zustandszahl der Rechnung"
        " angeben, zum Beispiel --calorific-value 10.3 --state-number 0.95.",
        "The gas is metered in m³; for kWh please give the bill's calorific value and state"
        " number, for example --calorific-value 10.3 --state-number 0.95.",
    ),
)
NO_SUM = problem(
    "no_sum",
    "Die genannten Reihen lassen sich nicht addieren: Energieträger oder Abstand der Werte sind"
    " verschieden. Bitte nur gleichartige nennen.",
    "The series that were named do not add up: their carriers or the distances of their values"
    " differ. Please name only those that are alike.",
)
NO_ENERGY = problem(
    "no_energy",
    "Die Werte sind keine Energie; gebraucht werden kWh, MWh, kW oder Gas in m³ mit Brennwert.",
    "The values are no energy; kWh, MWh, kW or gas in m³ with its calorific value are needed.",
)
