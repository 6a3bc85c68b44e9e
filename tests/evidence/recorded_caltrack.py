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


RECORDED = (
    Recorded(3, True, 0, "constant", 194.8205552407932, None, None, None, None),
    Recorded(
        3,
        True,
        1,
        "heating_cooling",
        174.32076378858295,
        10.817728556888323,
        0.35706106633958584,
        51.0,
        60.0,
    ),
    Recorded(
        3,
        True,
        2,
        "heating_cooling",
        25.93149882518765,
        0.030269180200899852,
        10.699848458596726,
        69.0,
        69.0,
    ),
    Recorded(
        3,
        True,
        3,
        "heating_cooling",
        187.24988793882446,
        8.642567038630613,
        4.222114106282134,
        60.0,
        69.0,
    ),
    Recorded(3, True, 4, "constant", 40.23122662889518, None, None, None, None),
    Recorded(
        3,
        True,
        5,
        "heating_cooling",
        27.93230032398108,
        1.220694146708249,
        0.09599176159686762,
        60.0,
        60.0,
    ),
    Recorded(3, True, 6, "cooling", 51.35149739320523, None, 13.06103827484138, None, 69.0),
    Recorded(
        3,
        True,
        7,
        "heating_cooling",
        66.9760910846804,
        4.596165345400191,
        8.281814066663172,
        54.0,
        69.0,
    ),
    Recorded(3, True, 8, "constant", 102.53982681564246, None, None, None, None),
    Recorded(
        3,
        True,
        9,
        "heating_cooling",
        157.0807653025376,
        0.36481949951004133,
        1.6800806859399664,
        69.0,
        69.0,
    ),
    Recorded(
        3,
        True,
        10,
        "heating_cooling",
        25.112012186023104,
        0.03362741077321374,
        12.232436927704361,
        69.0,
        69.0,
    ),
    Recorded(
        3,
        True,
        11,
        "heating_cooling",
        66.88943213839411,
        10.716099682021445,
        15.810844236237335,
        63.0,
        66.0,
    ),
    Recorded(3, False, 0, "constant", 194.8205552407932, None, None, None, None),
    Recorded(3, False, 1, "heating", 175.15227761002149, 10.766241048671176, None, 51.0, None),
    Recorded(3, False, 2, "constant", 28.51801408450705, None, None, None, None),
    Recorded(3, False, 3, "heating", 189.0976467623423, 8.5577295811408, None, 60.0, None),
    Recorded(3, False, 4, "constant", 40.23122662889518, None, None, None, None),
    Recorded(3, False, 5, "heating", 28.239855570647087, 1.2066193387622146, None, 60.0, None),
    Recorded(3, False, 6, "constant", 53.903764872521236, None, None, None, None),
    Recorded(3, False, 7, "heating", 69.60102973740157, 4.450230603430932, None, 54.0, None),
    Recorded(3, False, 8, "constant", 102.53982681564246, None, None, None, None),
    Recorded(3, False, 9, "heating", 158.94641219427436, 0.3334482066371377, None, 66.0, None),
    Recorded(3, False, 10, "constant", 27.9217037037037, None, None, None, None),
    Recorded(3, False, 11, "heating", 99.86294645276753, 10.680298067420397, None, 60.0, None),
    Recorded(1, True, 0, "constant", 194.8205552407932, None, None, None, None),
    Recorded(
        1,
        True,
        1,
        "heating_cooling",
        174.32076378858295,
        10.817728556888323,
        0.35706106633958584,
        51.0,
        60.0,
    ),
    Recorded(
        1,
        True,
        2,
        "heating_cooling",
        26.718065197174262,
        0.10729591820108211,
        13.13843512133993,
        33.0,
        70.0,
    ),
    Recorded(
        1,
        True,
        3,
        "heating_cooling",
        183.03723302739908,
        8.446949996813723,
        8.749680805561214,
        61.0,
        71.0,
    ),
    Recorded(1, False, 0, "constant", 194.8205552407932, None, None, None, None),
    Recorded(1, False, 1, "heating", 175.15227761002149, 10.766241048671176, None, 51.0, None),
    Recorded(1, False, 2, "constant", 28.51801408450705, None, None, None, None),
    Recorded(1, False, 3, "heating", 189.0976467623423, 8.5577295811408, None, 60.0, None),
    Recorded(1, False, 4, "constant", 40.23122662889518, None, None, None, None),
    Recorded(1, False, 5, "heating", 28.776046642853856, 1.2385110613023138, None, 59.0, None),
    Recorded(1, False, 6, "constant", 53.903764872521236, None, None, None, None),
    Recorded(1, False, 7, "heating", 70.88327922398048, 4.6354719441272, None, 53.0, None),
    Recorded(1, False, 8, "constant", 102.53982681564246, None, None, None, None),
    Recorded(1, False, 9, "heating", 158.71113586337532, 0.32978695042806466, None, 67.0, None),
    Recorded(1, False, 10, "constant", 27.9217037037037, None, None, None, None),
    Recorded(1, False, 11, "heating", 99.86294645276753, 10.680298067420397, None, 60.0, None),
)
