"""Yearly heat at the weather of a long-term mean, by a method with a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.reports.kernel.inputs import WeatherGiven
from klimamosaik.sources.weather.degree_days import MEAN_YEARS, mean_year, year_factor
from klimamosaik.terms.text import Text


class WeatherCorrection(StrEnum):
    """How heat was weather-corrected."""

    CLIMATE_FACTOR = "climate factor"
    DEGREE_DAYS = "degree days G20/15"
    NONE = "not corrected"


@dataclass(frozen=True)
class Correction:
    """The factor yearly heat is multiplied with, per year, and how it came about."""

    method: WeatherCorrection
    factors: Mapping[int, float]  # 1; years without one cannot be corrected
    degree_days: Mapping[int, float]  # [K d] of the years of the report
    mean: float | None  # [K d] long-term mean of the station
    mean_years: tuple[int, ...]  # the years behind the mean
    text: Text  # the method in one sentence

    @property
    def short(self) -> Text:
        """The method in a word or two."""
        return SHORT[self.method]


SHORT = {
    WeatherCorrection.CLIMATE_FACTOR: Text("mit Klimafaktor", "by climate factor"),
    WeatherCorrection.DEGREE_DAYS: Text("mit Gradtagzahl G20/15", "by degree days G20/15"),
    WeatherCorrection.NONE: Text("nicht witterungsbereinigt", "not weather-corrected"),
}


def correction(weather: WeatherGiven, years: tuple[int, ...]) -> Correction:
    """Choose the one method for all years of the report.

    Climate factors [1] where every year has one (use x factor); else G20/15 [K d] (VDI 3807:
    use x long-term mean / degree days of the year); else none. Never two methods in one report:
    its years would not be comparable.
    """
    mean_years = tuple(sorted(year for year, value in weather.degree_days.items() if value > 0))
    own = {year: weather.degree_days[year] for year in years if year in mean_years}
    known_mean = mean_year(weather.degree_days)
    if years and all(weather.climate_factors.get(year, 0) > 0 for year in years):
        factors = {year: weather.climate_factors[year] for year in years}
        text = climate_factor_text(weather)
        return Correction(
            WeatherCorrection.CLIMATE_FACTOR, factors, own, known_mean, mean_years, text
        )
    found = {year: year_factor(weather.degree_days, year) for year in own}
    factors = {year: factor for year, factor in found.items() if factor is not None}
    if known_mean is not None and factors:
        text = degree_days_text(weather, known_mean, mean_years)
        return Correction(WeatherCorrection.DEGREE_DAYS, factors, own, known_mean, mean_years, text)
    text = not_corrected_text(weather, years, len(mean_years))
    return Correction(WeatherCorrection.NONE, {}, own, known_mean, mean_years, text)


def climate_factor_text(weather: WeatherGiven) -> Text:
    """The sentence for climate factors."""
    return Text(
        "Wärme witterungsbereinigt mit dem Klimafaktor des Deutschen Wetterdienstes "
        "({climate_source}): Jahresverbrauch mal Klimafaktor des Kalenderjahres, Bezugsort "
        "Potsdam. Warmwasser ist nicht abgezogen, weil es nicht getrennt gezählt wird.",
        "Heat weather-corrected with the climate factor of the German weather service "
        "({climate_source}): yearly use times the climate factor of the calendar year, reference "
        "Potsdam. Hot water is not deducted because it is not metered separately.",
    ).format(climate_source=weather.climate_source)


def degree_days_text(weather: WeatherGiven, mean: float, years: tuple[int, ...]) -> Text:
    """The sentence for degree days."""
    span = f"{years[0]}–{years[-1]}"
    return Text(
        "Wärme witterungsbereinigt mit der Gradtagzahl G20/15 nach VDI 3807: Jahresverbrauch mal "
        "langjähriges Mittel ({mean:n} K·d, {count} Jahre {span}) geteilt durch Gradtagzahl des "
        "Jahres, Wetter von {where_of}. Warmwasser ist nicht abgezogen, weil es nicht getrennt "
        "gezählt wird.",
        "Heat weather-corrected with degree days G20/15 after VDI 3807: yearly use times the "
        "long-term mean ({mean:n} K·d, {count} years {span}) divided by the degree days of the "
        "year, weather of {where_of}. Hot water is not deducted because it is not metered "
        "separately.",
    ).format(mean=mean, count=len(years), span=span, where_of=where_of(weather))


def where_of(weather: WeatherGiven) -> Text:
    """The station, with its distance where that is known."""
    return weather.where or Text(weather.station, weather.station)


def not_corrected_text(weather: WeatherGiven, years: tuple[int, ...], mean_years: int) -> Text:
    """The sentence that says openly that nothing was corrected."""
    span = f"{years[0]}–{years[-1]}" if years else "?"
    return Text(
        "Wärme ist nicht witterungsbereinigt: Für {span} fehlen Klimafaktoren, und es liegen nur "
        "{found} ganze Jahre Gradtagzahlen vor (nötig sind {most}). Laden Sie "
        "Klimafaktoren oder Wetterdaten einer Station, bevor der Bericht veröffentlicht wird.",
        "Heat is not weather-corrected: climate factors for {span} are missing, and there are "
        "only {found} whole years of degree days (needed are {most}). Load climate "
        "factors or the weather of a station before the report is published.",
    ).format(span=span, found=mean_years, most=MEAN_YEARS)
