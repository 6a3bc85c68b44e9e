"""What the synthetic town's council wants: targets, measures to come, and ideas to choose from."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.terms.field import Field

INVENTED = "erfundener Ratsbeschluss (synthetisch)"
TARGET_YEAR = 2040
ADMINISTRATION_YEAR = 2035  # what its own buildings use is metered: a way of its own
MILESTONE_YEAR = 2030
MILESTONE_LESS = 30.0  # [%] than in the year of the need
NEED_T = 2_400.0  # [t CO2e/a] far below a real town's, so that a building's heating can be seen
NEED_SOURCE = "erfunden (synthetisch), klein gewählt, damit Steine zu sehen sind"


@dataclass(frozen=True)
class SyntheticPlan:
    """A measure decided and not begun, or an idea, with what it is expected to bring."""

    name: str
    done: str
    field: Field
    start: date | None  # None: an idea, which lays no stone
    effect: Prior  # [t CO2e/a] expected
    cost: int  # [EUR]
    life: int = 20  # [a] it is expected to last


def plans(this_year: int) -> tuple[SyntheticPlan, ...]:
    """District heat from the waste-water plant, and solar roofs; from next year on."""
    return (
        SyntheticPlan(
            name="Fernwärme aus dem Klärwerk",
            done="Großwärmepumpe am Ablauf, Anschluss von 300 Häusern (beschlossen)",
            field=Field.HEAT,
            start=date(this_year + 2, 10, 1),
            effect=Prior.of(400.0, 640.0, 850.0),
            cost=6_400_000,
        ),
        SyntheticPlan(
            name="Sonnenstrom auf allen Schuldächern",
            done="Module auf sechs Dächern (beschlossen)",
            field=Field.ELECTRICITY,
            start=date(this_year + 1, 4, 1),
            effect=Prior.of(110.0, 170.0, 210.0),
            cost=910_000,
        ),
    )


def ideas() -> tuple[SyntheticPlan, ...]:
    """What the council could choose from; nothing of it is decided."""
    return (
        SyntheticPlan(
            "Rathaus dämmen",
            "Dach und Fassade",
            Field.BUILDINGS,
            None,
            Prior.of(20.0, 35.0, 48.0),
            780_000,
            40,
        ),
        SyntheticPlan(
            "Luftwärmepumpen in drei Kitas",
            "Ersatz der Gaskessel",
            Field.HEAT,
            None,
            Prior.of(30.0, 42.0, 50.0),
            240_000,
        ),
        SyntheticPlan(
            "Straßenlicht auf LED",
            "1.100 Leuchten, nachts gedimmt",
            Field.ELECTRICITY,
            None,
            Prior.of(70.0, 95.0, 115.0),
            520_000,
        ),
        SyntheticPlan(
            "Radweg zum Bahnhof",
            "2,4 km, beleuchtet, mit Stellplätzen",
            Field.TRANSPORT,
            None,
            Prior.of(15.0, 60.0, 140.0),
            1_900_000,
            30,
        ),
    )
