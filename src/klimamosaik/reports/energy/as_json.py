"""The report as JSON: stable keys (docs/de/how-to/energy_report.md), unknown as null and why."""

from collections.abc import Mapping

from klimamosaik.reports.energy.council_json import council, ranked
from klimamosaik.reports.energy.methods import METHOD_VERSION
from klimamosaik.reports.energy.report_sentences import weather_note
from klimamosaik.reports.kernel.council import council_sentences
from klimamosaik.reports.kernel.figures import (
    BuildingReport,
    EnergyReport,
    StockComparison,
    TotalYear,
    UseChange,
    YearFigures,
    per,
)
from klimamosaik.reports.kernel.inputs import ENERGY, Medium
from klimamosaik.reports.kernel.missing_data import wanting
from klimamosaik.reports.kernel.sentences import headline
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.document import Document, written
from klimamosaik.terms.quality import Quality

FORMAT, FORMAT_VERSION = "klimamosaik-energy-report", 1
USE_KEYS = {
    Medium.ELECTRICITY: "electricity_kwh",
    Medium.HEAT: "heat_kwh",
    Medium.WATER: "water_m3",
}


def report_json(report: EnergyReport) -> bytes:
    """The whole report, indented, UTF-8."""
    given = report.given
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "method_version": METHOD_VERSION,
        "data_version": given.data_version,
        "changed": given.changed,
        "master_data_of": given.master_data_of,
        "written_on": given.written_on,
        "municipality": {
            "ags": given.town.ags,
            "name": given.town.name,
            "synthetic": given.town.synthetic,
        },
        "years": list(report.years),
        "headline": headline(report),
        "council_sentences": council_sentences(report),
        **council(report),
        "ranking": ranked(report),
        "not_in_it": [each.value for each in wanting(report)],
        "weather_correction": weather(report),
        "emission_factors": factors(report),
        "totals": [total(year) for year in report.totals],
        "like_for_like": like_for_like(report),
        "changes": [change(one) for one in report.changes],
        "buildings": [building(one) for one in report.buildings],
        "gaps": gaps(report),
        "not_counted": not_counted(report),
    }
    return written(data, indent=1).encode()


def amount(given: Amount, quality: Quality | None = None) -> Document:
    """Value or null, the share of days due it stands for, and why it is not that of a year.

    quality: how it is known, where that is told; of what is unknown it is that.
    """
    known = Quality.UNKNOWN if given.value is None else quality
    return {
        "value": given.value,
        "covered": round(given.covered, 4),
        "whole_year": given.whole is not None,
        "reason": given.why.name.lower() if given.why else None,
        **({} if quality is None else {"quality": str(known)}),
    }


def use_amount(year: YearFigures, medium: Medium) -> Document:
    """The use of a medium, how it is known, and what of it lies on days with estimated readings."""
    known = year.quality.get(medium)
    given = year.use[medium]
    told = known is not None and given.value is not None
    return {
        **amount(given, known.quality if known else Quality.UNKNOWN),
        "on_estimated_days": known.estimated if known and told else None,
    }


def figures(year: YearFigures, area: float | None) -> Document:
    """All figures of a year; per usable area only for whole years and known area."""
    heat, energy = year.known_by((Medium.HEAT,)), year.known_by(ENERGY)
    power = year.known_by((Medium.ELECTRICITY,))
    found: Document = {
        "year": year.year,
        **{key: use_amount(year, medium) for medium, key in USE_KEYS.items()},
        "heat_weather_corrected_kwh": amount(year.heat_corrected, heat.worked_out),
        "heat_normal_year_kwh": amount(year.heat_regression, heat.worked_out),
        "energy_kwh": amount(year.energy, energy.quality),
        "cost_energy_eur": amount(year.energy_cost, energy.cost),
        **{
            f"cost_{medium}_eur": amount(year.cost[medium], year.known_by((medium,)).cost)
            for medium in Medium
        },
        "co2_energy_t": amount(year.energy_co2, energy.emitted),
        "co2_electricity_t": amount(year.co2[Medium.ELECTRICITY], power.emitted),
        "co2_heat_t": amount(year.co2[Medium.HEAT], heat.emitted),
    }
    found["per_m2"] = {
        key: per(given, area)
        for key, given in (
            ("electricity_kwh", year.use[Medium.ELECTRICITY]),
            ("heat_kwh", year.use[Medium.HEAT]),
            ("heat_weather_corrected_kwh", year.heat_corrected),
            ("water_m3", year.use[Medium.WATER]),
            ("cost_energy_eur", year.energy_cost),
            ("co2_energy_t", year.energy_co2),
        )
    }
    return found


def total(year: TotalYear) -> Document:
    """All buildings in one year, in total and per head."""
    people = year.people
    heads = people.inhabitants if people else None
    found = figures(year.figures, None)
    del found["per_m2"]
    found["population"] = people and {
        "year": people.year,
        "inhabitants": people.inhabitants,
        "source": people.source,
    }
    found["per_head"] = {
        "energy_kwh": per(year.figures.energy, heads),
        "cost_energy_eur": per(year.figures.energy_cost, heads),
        "co2_energy_t": per(year.figures.energy_co2, heads),
        "water_m3": per(year.figures.use[Medium.WATER], heads),
    }
    found["buildings_with_meter"] = {str(medium): count for medium, count in year.due.items()}
    found["buildings_lacking"] = {str(medium): count for medium, count in year.lacking.items()}
    return found


def weather(report: EnergyReport) -> Document:
    """How heat was corrected."""
    used = report.correction
    return {
        "method": str(used.method),
        "text": used.text,
        "factors": by_year(used.factors),
        "degree_days": by_year(used.degree_days),
        "long_term_mean": used.mean,
        "long_term_years": list(used.mean_years),
        "station": report.given.weather.station,
        "said": weather_note(report),
    }


def by_year(values: Mapping[int, float]) -> dict[str, float]:
    """Numbers by year."""
    return {str(year): value for year, value in sorted(values.items())}


def factors(report: EnergyReport) -> list[Document]:
    """The emission factors used."""
    return [
        {
            "carrier": str(factor.carrier),
            "year": factor.year,
            "value_of_year": factor.stands_for,
            "value": factor.grams,
            "unit": factor.unit,
            "status": factor.status,
            "source": factor.source,
        }
        for factor in report.factors
    ]


def like_for_like(report: EnergyReport) -> Document:
    """Sums over the same buildings in every year."""
    return {
        USE_KEYS[medium]: {
            "buildings": series.buildings,
            "use": list(series.use) if series.buildings else None,
            "weather_corrected": list(series.corrected) if series.corrected else None,
            "left_out": list(series.left_out),
        }
        for medium, series in report.like_for_like.items()
    }


def change(given: UseChange) -> Document:
    """A change and its parts, which add up to it."""
    known = given.decidable
    return {
        "subject": str(given.subject),
        "unit": "EUR" if given.subject.unit == "€" else given.subject.unit,
        "building": given.building,
        "first": given.first,
        "second": given.second,
        "decidable": known,
        "before": given.before if known else None,
        "after": given.after if known else None,
        "change": given.amount if known else None,
        "parts": {str(part.cause): part.amount for part in given.parts},
        "not_comparable": given.left_out,
    }


def building(given: BuildingReport) -> Document:
    """One building."""
    return {
        "id": given.id,
        "name": given.name,
        "kind": given.kind,
        "usable_area_m2": given.area,
        "carriers": [str(carrier) for carrier in given.carriers],
        "years": [figures(year, given.area) for year in given.years],
        "like_buildings": [comparison(one) for one in given.comparisons],
        "buildings_of_the_kind": {str(key): count for key, count in given.alike.items()},
        "own_past": [
            {
                "medium": str(trend.subject),
                "first": trend.first,
                "last": trend.last,
                "percent": trend.percent,
                "weather_corrected": trend.corrected,
            }
            for trend in given.trends
        ],
        "remarks": given.remarks,
    }


def comparison(given: StockComparison) -> Document:
    """A building beside its kind, per m² of usable area."""
    return {
        "medium": str(given.subject),
        "year": given.year,
        "value_per_m2": given.value,
        "median_per_m2": given.like.mean,
        "lower_quartile_per_m2": given.like.low,
        "upper_quartile_per_m2": given.like.high,
        "buildings": given.count,
    }


def gaps(report: EnergyReport) -> list[Document]:
    """What is missing."""
    return [
        {
            "building": gap.building,
            "carrier": str(gap.carrier),
            "year": gap.year,
            "months": list(gap.months) or list(range(1, 13)),
            "what": gap.what,
            "why": gap.why,
        }
        for gap in report.gaps
    ]


def not_counted(report: EnergyReport) -> list[Document]:
    """Meters that are in no figure above: fed in, generated, a part of another meter."""
    return [
        {
            "building": one.building,
            "building_name": one.building_name,
            "meter": one.name,
            "carrier": str(one.carrier),
            "direction": str(one.direction),
            "unit": one.unit,
            "years": [
                {"year": year, **amount(told)}
                for year, told in zip(report.years, one.years, strict=True)
            ],
        }
        for one in report.given.aside
    ]
