"""What nobody has brought yet, so that whole kinds of figures are missing from a report."""

from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.weather import WeatherCorrection
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Wanting(TextEnum):
    """Something that is missing altogether, with what it keeps from being told."""

    BILLS = "bills", Text("Kosten (keine Rechnungen)", "cost (no bills)")
    WEATHER = (
        "weather",
        Text("Witterungsbereinigung (zu wenig Wetter)", "weather correction (too little)"),
    )
    AREAS = "areas", Text("Werte je m² (keine Nutzflächen)", "figures per m² (no usable areas)")
    PEOPLE = "people", Text("Werte je Einwohner (keine Einwohnerzahl)", "per head (no population)")


def wanting(report: EnergyReport) -> tuple[Wanting, ...]:
    """What is missing for all years and buildings, in a fixed order."""
    heated = any(carrier.heats for building in report.buildings for carrier in building.carriers)
    missing = {
        Wanting.BILLS: all(total.figures.energy_cost.value is None for total in report.totals),
        Wanting.WEATHER: heated and report.correction.method is WeatherCorrection.NONE,
        Wanting.AREAS: not any(building.area for building in report.buildings),
        Wanting.PEOPLE: not any(total.people for total in report.totals),
    }
    return tuple(each for each in Wanting if missing[each])
