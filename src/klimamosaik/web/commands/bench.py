"""klimamosaik bench: how fast it is here. Prints figures, asserts nothing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from klimamosaik.terms.complaint import rejected
from klimamosaik.web.commands import app, start_django
from klimamosaik.web.commands.echoing import echo_json

if TYPE_CHECKING:
    from klimamosaik.web.bench.figure import Speed

BY_NAME = (  # towns take minutes, the others need a program
    "town",
    "start",
    "public",
    "site",
    "office",
    "sensors",
    "mqtt",
)
BY_DEFAULT = (
    "fits",
    "effects",
    "store",
    "files",
    "demo",
    "pages",
    "balance",
    "pathway",
    "portfolio",
)
PARTS = (*BY_DEFAULT, *BY_NAME)


@app.command()
def bench(
    part: Annotated[list[str] | None, typer.Argument(help=f"{', '.join(PARTS)}.")] = None,
    readings: Annotated[int, typer.Option(help="Readings of the large store.", min=100_000)] = (
        10_000_000
    ),
    meters: Annotated[int, typer.Option(help="Meters of the effects.", min=100)] = 10_000,
    peer: Annotated[
        Path | None,
        typer.Option(
            help="Python of an environment with the CalTRACK reference: "
            "pip install eemeter==2.10.11 'pandas<2.2' 'numpy<2' pytz."
        ),
    ] = None,
    strangers: Annotated[
        bool, typer.Option("--public", help="The public pages under load; needs wrk.")
    ] = False,
    minutes: Annotated[
        int, typer.Option(help="So long memory is watched under the load of --public.", min=0)
    ] = 0,
    sensing: Annotated[
        bool, typer.Option("--sensors", help="Readings by the sensor standard; needs wrk.")
    ] = False,
    by_mqtt: Annotated[
        bool, typer.Option("--mqtt", help="Readings by MQTT into the store; needs mosquitto.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """Measure how fast the software is on this machine, in a data folder of its own."""
    named = {"public": strangers, "sensors": sensing, "mqtt": by_mqtt}
    part = [*(part or ()), *(name for name, asked in named.items() if asked)]
    unknown = sorted(set(part) - set(PARTS))
    if unknown:
        raise rejected(
            "bench_part",
            "„{unknown}“ kann nicht gemessen werden; möglich sind: {join}.",
            "There is nothing called “{unknown}” to measure; possible are: {join}.",
            unknown=unknown[0],
            join=", ".join(PARTS),
        )
    with TemporaryDirectory() as folder:
        os.environ["KLIMAMOSAIK_DATA"] = folder
        os.environ.pop("KLIMAMOSAIK_DATABASE", None)
        start_django()
        speeds = measured(part or list(BY_DEFAULT), readings, meters, peer, minutes)
        show(speeds, as_json=as_json)


def measured(
    asked: list[str], readings: int, meters: int, peer: Path | None, minutes: int
) -> "Iterator[Speed]":
    """Run the parts asked for; a large store comes first, into an empty folder."""
    from klimamosaik.web.bench import (
        balance,
        effects,
        files,
        mqtt,
        office,
        pages,
        pathway,
        portfolio,
        public,
        sensors,
        site,
        start,
        store,
        town,
    )

    parts: dict[str, Callable[[], Iterator[Speed]]] = {
        "store": lambda: store.store(readings, meters),
        "fits": lambda: effects.fits(peer),
        "effects": lambda: effects.effects(meters),
        "files": files.files,
        "demo": pages.demo,
        "pages": pages.pages,
        "town": town.town,
        "start": start.start,
        "public": lambda: public.public(minutes),
        "site": site.site,
        "office": office.office,
        "sensors": sensors.sensors,
        "mqtt": mqtt.mqtt,
        "balance": balance.balances,
        "pathway": pathway.pathway,
        "portfolio": portfolio.portfolio,
    }
    wanted = set(asked) | ({"demo"} if needs_demo(set(asked)) else set())
    for name, part in parts.items():
        if name in wanted:
            yield from part()


def needs_demo(asked: set[str]) -> bool:
    """True where what is asked for is measured on a town, and none is built yet."""
    on_a_town = bool({"start", "office"} & asked) and "town" not in asked
    return bool({"pages", "public"} & asked) or on_a_town


def show(speeds: "Iterator[Speed]", *, as_json: bool) -> None:
    """Print each figure as it comes, or all as JSON."""
    if as_json:
        echo_json([speed.as_record() for speed in speeds])
        return
    console = Console()
    for speed in speeds:
        console.print(line(speed), soft_wrap=True)


def line(speed: "Speed") -> str:
    """A figure as it is printed, with its aim and what the least there is takes here."""
    found = f"{speed.name:<58} {speed.value:>12,.3f} {speed.unit}"
    aim = [f"aim: {speed.aim}"] if speed.aim else []
    told = "; ".join([*aim, *([f"here {speed.beside}"] if speed.beside else [])])
    return f"{found}   ({told})" if told else found
