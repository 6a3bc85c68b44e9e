"""Answers of a reference implementation of CalTRACK 2.0, recorded once.

Made with eemeter 2.10.11 (`caltrack.usage_per_day.fit_caltrack_usage_per_day_model`) on the
daily readings `synthetic()` below; degree days from the mean of the day in Fahrenheit, candidate
balance points 30..90 F in steps of `step`, cooling models only where `cools`. Balance points are
in F, slopes in kWh per day and F.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.series import Numbers


@dataclass(frozen=True)
class Recorded:
    """The chosen model of one meter."""

    step: int  # [F]
    cools: bool
    meter: int
    kind: str
    base: float  # [kWh/d]
    heating: float | None  # [kWh/(d F)]
    cooling: float | None  # [kWh/(d F)]
    heating_balance: float | None  # [F]
    cooling_balance: float | None  # [F]


def synthetic(meters: int = 12) -> tuple[Numbers, Numbers]:
    """Temperature [degC], shape (365,), and use [kWh/d], shape (meters, 365), with gaps."""
    rng = np.random.default_rng(7)
    day = np.arange(365)
    wave = 10 - 9 * np.cos(2 * np.pi * (day - 20) / 365)
    temperature = np.round(wave + rng.normal(0, 3.5, len(day)), 1)
    rows = []
    for meter in range(meters):
        base, heat, cool = rng.uniform(20, 200), rng.uniform(10, 19), rng.uniform(18, 24)
        heating = rng.uniform(0, 20) * (meter % 4 in (1, 3))
        cooling = rng.uniform(0, 30) * (meter % 4 in (2, 3))
        use = base + heating * np.maximum(heat - temperature, 0)
        use = use + cooling * np.maximum(temperature - cool, 0)
        use = use + rng.normal(0, base * 0.08, len(day))
        use[rng.random(len(day)) < 0.03] = np.nan
        rows.append(np.round(use, 3))
    return temperature, np.array(rows)


# step, cools, meter, kind, base, heating, cooling, heating balance, cooling balance; -: none
TABLE = """
3 yes 0 constant 194.8205552407932 - - - -
3 yes 1 heating_cooling 174.32076378858295 10.817728556888323 0.35706106633958584 51.0 60.0
3 yes 2 heating_cooling 25.93149882518765 0.030269180200899852 10.699848458596726 69.0 69.0
3 yes 3 heating_cooling 187.24988793882446 8.642567038630613 4.222114106282134 60.0 69.0
3 yes 4 constant 40.23122662889518 - - - -
3 yes 5 heating_cooling 27.93230032398108 1.220694146708249 0.09599176159686762 60.0 60.0
3 yes 6 cooling 51.35149739320523 - 13.06103827484138 - 69.0
3 yes 7 heating_cooling 66.9760910846804 4.596165345400191 8.281814066663172 54.0 69.0
3 yes 8 constant 102.53982681564246 - - - -
3 yes 9 heating_cooling 157.0807653025376 0.36481949951004133 1.6800806859399664 69.0 69.0
3 yes 10 heating_cooling 25.112012186023104 0.03362741077321374 12.232436927704361 69.0 69.0
3 yes 11 heating_cooling 66.88943213839411 10.716099682021445 15.810844236237335 63.0 66.0
3 no 0 constant 194.8205552407932 - - - -
3 no 1 heating 175.15227761002149 10.766241048671176 - 51.0 -
3 no 2 constant 28.51801408450705 - - - -
3 no 3 heating 189.0976467623423 8.5577295811408 - 60.0 -
3 no 4 constant 40.23122662889518 - - - -
3 no 5 heating 28.239855570647087 1.2066193387622146 - 60.0 -
3 no 6 constant 53.903764872521236 - - - -
3 no 7 heating 69.60102973740157 4.450230603430932 - 54.0 -
3 no 8 constant 102.53982681564246 - - - -
3 no 9 heating 158.94641219427436 0.3334482066371377 - 66.0 -
3 no 10 constant 27.9217037037037 - - - -
3 no 11 heating 99.86294645276753 10.680298067420397 - 60.0 -
1 yes 0 constant 194.8205552407932 - - - -
1 yes 1 heating_cooling 174.32076378858295 10.817728556888323 0.35706106633958584 51.0 60.0
1 yes 2 heating_cooling 26.718065197174262 0.10729591820108211 13.13843512133993 33.0 70.0
1 yes 3 heating_cooling 183.03723302739908 8.446949996813723 8.749680805561214 61.0 71.0
1 no 0 constant 194.8205552407932 - - - -
1 no 1 heating 175.15227761002149 10.766241048671176 - 51.0 -
1 no 2 constant 28.51801408450705 - - - -
1 no 3 heating 189.0976467623423 8.5577295811408 - 60.0 -
1 no 4 constant 40.23122662889518 - - - -
1 no 5 heating 28.776046642853856 1.2385110613023138 - 59.0 -
1 no 6 constant 53.903764872521236 - - - -
1 no 7 heating 70.88327922398048 4.6354719441272 - 53.0 -
1 no 8 constant 102.53982681564246 - - - -
1 no 9 heating 158.71113586337532 0.32978695042806466 - 67.0 -
1 no 10 constant 27.9217037037037 - - - -
1 no 11 heating 99.86294645276753 10.680298067420397 - 60.0 -
"""


def recorded(line: str) -> Recorded:
    """One line of the table."""
    step, cools, meter, kind, base, *others = line.split()
    found = [None if each == "-" else float(each) for each in others]
    return Recorded(int(step), cools == "yes", int(meter), kind, float(base), *found)


RECORDED = tuple(recorded(line) for line in TABLE.split("\n") if line)
