"""klimamosaik measure-effect: the evidence engine on files alone, no database."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.commands import app, spoken
from klimamosaik.web.commands.echoing import echo_json, number
from klimamosaik.web.commands.importing import bytes_of

if TYPE_CHECKING:
    from klimamosaik.evidence.given.file import GivenFile
    from klimamosaik.evidence.kernel.confirmed import Confirmed
    from klimamosaik.evidence.kernel.effect import Effect
    from klimamosaik.sources.tables import FileHints

EUROS, TONNES = "EUR", "CO2e"
Choice = TypeVar("Choice", bound=Enum)
DEAREST = 10.0  # [EUR/kWh] above it cents were meant


Energy = Annotated[Path, typer.Option(help="Use of a meter: CSV, Excel, ods or JSON.")]
Weather = Annotated[Path, typer.Option(help="Temperatures: a weather service's file, or any.")]
Start = Annotated[str, typer.Option(help="First day of the effect, 2024-10-01.")]
End = Annotated[str, typer.Option(help="First day no longer asked about.")]
BaselineEnd = Annotated[
    str, typer.Option(help="First day that is no longer baseline; until --start is installation.")
]
CarrierName = Annotated[str, typer.Option(help="electricity, gas or heat.")]
Control = Annotated[list[Path] | None, typer.Option(help="Meters left alone; may be repeated.")]
SeriesNames = Annotated[
    list[str] | None,
    typer.Option(help="Which meter, where the file holds several; repeated: their sum."),
]
StationName = Annotated[str, typer.Option(help="Which place, where the weather has several.")]
UnitName = Annotated[str, typer.Option(help="Of the use, where the file names none: MWh.")]
CalorificValue = Annotated[float | None, typer.Option(help="Of gas in m³ [kWh/m³], from the bill.")]
StateNumber = Annotated[float | None, typer.Option(help="Of gas in m³, from the bill.")]
Hints = Annotated[
    str, typer.Option(help='Corrections of the use as JSON, e.g. \'{"unit": "MWh"}\'.')
]
HintsOfWeather = Annotated[str, typer.Option(help="Corrections of the weather as JSON.")]
ControlHints = Annotated[str, typer.Option(help="Corrections of --control as JSON.")]
Price = Annotated[
    float | None,
    typer.Option(help="Of a kWh [EUR], from the bill; taken as certain in the range of the euros."),
]
Confidence = Annotated[float, typer.Option(help="Of the range, 0.5 to 0.99.")]
MethodName = Annotated[
    str,
    typer.Option(
        help="auto, daily, hourly, bills; caltrack-daily (1 F grid) or caltrack-daily-3f: "
        "model, balance points and savings of CalTRACK 2.0."
    ),
]
Timezone = Annotated[str, typer.Option(help="Of times without an offset, and where days begin.")]
Country = Annotated[str, typer.Option(help="Of the public holidays, DE.")]
State = Annotated[str, typer.Option(help="Federal state of the holidays, NI.")]
Confirm = Annotated[
    list[str] | None,
    typer.Option(
        help="What happened: measure (it does as much), use, tenant, closed, enlarged, meter, "
        "zeros (they are right) or other, with words of your own: 'tenant: youth centre moved'."
        " May be repeated."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("measure-effect")
def measure_effect(
    energy: Energy,
    weather: Weather,
    start: Start,
    end: End = "",
    baseline_end: BaselineEnd = "",
    carrier: CarrierName = "",
    control: Control = None,
    series: SeriesNames = None,
    station: StationName = "",
    unit: UnitName = "",
    calorific_value: CalorificValue = None,
    state_number: StateNumber = None,
    hints: Hints = "",
    weather_hints: HintsOfWeather = "",
    control_hints: ControlHints = "",
    confidence: Confidence = 0.9,
    method: MethodName = "auto",
    timezone: Timezone = "",
    country: Country = "",
    state: State = "",
    confirm: Confirm = None,
    price: Price = None,
    as_json: AsJson = False,
) -> None:
    """Say what a change really brought, with a range, from two files."""
    from klimamosaik.evidence.kernel.question import BaselineMethod
    from klimamosaik.evidence.measure_effect import measure_effect_from_files

    counted = counted_in(unit, calorific_value, state_number)
    places, of_controls = [station] if station else (), corrections(control_hints)
    effect = measure_effect_from_files(
        energy=given(energy, "--hints", corrections(hints, **counted), series or ()),
        weather=given(weather, "--weather-hints", corrections(weather_hints), places),
        start=day("--start", start),
        end=day("--end", end) if end else None,
        baseline_end=day("--baseline-end", baseline_end) if baseline_end else None,
        carrier=one_of("--carrier", carrier, Carrier) if carrier else None,
        control=tuple(given(each, "--control-hints", of_controls) for each in control or ()),
        confidence=confidence,
        method=one_of("--method", method, BaselineMethod),
        timezone=timezone or None,
        country=country or None,
        subdivision=state or None,
        confirmed=tuple(happening(each) for each in confirm or ()),
        price=usable(price),
    )
    show(effect, confidence, as_json=as_json)


def show(effect: "Effect", confidence: float, *, as_json: bool) -> None:
    """Print the effect for a person, or as one JSON object."""
    from klimamosaik.evidence.measure_effect import as_json as plain

    if as_json:
        echo_json(plain(effect, confidence=confidence))
    else:
        typer.echo("\n".join(lines(effect)))


def counted_in(
    unit: str, calorific_value: float | None, state_number: float | None
) -> dict[str, str | float | None]:
    """What the options say of the unit of the use, and of gas in m³."""
    from klimamosaik.sources.tables.basics.vocabulary import unit_of

    return {
        "unit": (unit_of(unit) or unit) or None,
        "calorific_value": calorific_value,
        "state_number": state_number,
    }


def given(path: Path, option: str, told: "FileHints", wanted: Sequence[str] = ()) -> "GivenFile":
    """A file with what was said of it, and the option that says more."""
    from klimamosaik.evidence.given.file import GivenFile

    return GivenFile(path.name, bytes_of(path), told, tuple(wanted), option)


def corrections(written: str, **told: Any) -> "FileHints":
    """What a person said of a file: JSON as `import` takes it, and options on top."""
    from klimamosaik.sources.tables import FileHints

    return (FileHints.from_json(written) if written else FileHints()).updated(FileHints(**told))


def happening(written: str) -> "Confirmed":
    """Read `tenant: youth centre moved`. Raises InputRejected for anything that cannot happen."""
    from klimamosaik.evidence.kernel.confirmed import Confirmed
    from klimamosaik.terms.happening import Happening

    what, _, note = written.partition(":")
    return Confirmed(one_of("--confirm", what.strip(), Happening), note.strip())


def day(option: str, text: str) -> date:
    """Read a day. Raises InputRejected for anything that is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise rejected(
            "day",
            "{option} „{text}“ ist kein Tag: Erlaubt ist die Form 2024-10-01.",
            "{option} “{text}” is not a day: write it as 2024-10-01.",
            option=option,
            text=text,
        ) from None


def usable(price: float | None) -> float | None:
    """A price [EUR/kWh]. Raises InputRejected for one that cannot be."""
    if price is None or 0 < price < DEAREST:
        return price
    raise rejected(
        "price",
        "--price {price} ist kein Preis einer Kilowattstunde in Euro: Erlaubt ist 0 bis {most}, "
        "z. B. 0.11.",
        "--price {price} is no price of a kilowatt-hour in euros: allowed is 0 to {most}, "
        "e.g. 0.11.",
        price=price,
        most=DEAREST,
    )


def one_of(option: str, text: str, choices: type[Choice]) -> Choice:
    """Read one of a few words. Raises InputRejected with those allowed."""
    try:
        return choices(text)
    except ValueError:
        allowed = ", ".join(str(choice.value) for choice in choices)
        raise rejected(
            "choice",
            "{option} „{text}“ gibt es nicht; möglich sind: {allowed}.",
            "There is no {option} “{text}”; possible are: {allowed}.",
            option=option,
            text=text,
            allowed=allowed,
        ) from None


def lines(effect: "Effect") -> list[str]:
    """The effect as a person reads it."""
    saving = effect.saving
    mean, low, high = (saving.mean, saving.low, saving.high) if saving else (None, None, None)
    kilowatt_hours = (
        (Text("gespart", "saved"), mean),
        (Text("von", "from"), low),
        (Text("bis", "to"), high),
        (Text("erwartet", "expected"), effect.expected_kwh),
        (Text("gemessen", "measured"), effect.measured_kwh),
    )
    shown = [f"{spoken(name):<10} {number(value)} kWh" for name, value in kilowatt_hours]
    shown += [
        f"{name:<10} {spoken(found.text())}"
        for name, found in ((EUROS, effect.euros), (TONNES, effect.tonnes))
        if found is not None
    ]
    shown.append(f"{spoken(Text('Ergebnis', 'verdict')):<10} {spoken(effect.verdict.text)}")
    shown.append(f"{spoken(Text('Verfahren', 'method')):<10} {effect.method}")
    return shown + [f"· {spoken(warning.text)}" for warning in effect.warnings]
