"""Change-point models of daily use by sums: all balance points of all meters at once.

`use = base + heating * max(h - T, 0) + cooling * max(T - c, 0)`, h <= c, by least squares.
Heating and cooling degree days never overlap, so every candidate has a closed form in sums
that one matrix product yields for all meters of a weather station.
Source: CalTRACK Methods 2.0, sections 3.1 to 3.4; Fels, PRISM, Energy and Buildings 9 (1986).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Flags, Numbers, days_known, unknown_on

Indices = NDArray[np.int64]

FAHRENHEIT_DEGREE = 5 / 9  # [K]
CALTRACK_LOWEST, CALTRACK_HIGHEST = 30, 90  # [F] CalTRACK 2.0, section 3.2.2.1
NON_ZERO_DAYS = 10  # [d] CalTRACK 2.0, section 3.2.2.1.1
TOTAL_DEGREE_DAYS = 20 * FAHRENHEIT_DEGREE  # [K d] CalTRACK 2.0, section 3.2.2.1.2
METERS_AT_ONCE = 256  # keeps the pairs of balance points in a few ten megabytes
TIE = 1e-12  # 1, differences of adjusted R2 below this are rounding: the first candidate wins
KINDS = ("constant", "heating", "cooling", "heating_cooling")
HEATING_KINDS, COOLING_KINDS = (1, 3), (2, 3)  # indices into `KINDS`: those with such a term


def celsius_of_all(fahrenheit: NDArray[np.floating | np.integer]) -> Numbers:
    """Turn degrees Fahrenheit into degrees Celsius."""
    celsius: Numbers = (fahrenheit.astype(np.float64) - 32) * FAHRENHEIT_DEGREE
    return celsius


def caltrack_grid(step: int = 1) -> Numbers:
    """Balance points 30..90 F in steps of `step` [F], as degC, shape (g,)."""
    return celsius_of_all(np.arange(CALTRACK_LOWEST, CALTRACK_HIGHEST + 1, step))


@dataclass(frozen=True)
class ChangePoints:
    """The chosen model of each meter; nan where a model has no such term, shape (m,) each."""

    kind: Indices  # index into `KINDS`; -1: no model qualified
    base: Numbers  # [kWh/d]
    heating: Numbers  # [kWh/(d K)], 0 without
    cooling: Numbers  # [kWh/(d K)], 0 without
    heating_balance: Numbers  # [degC], nan without
    cooling_balance: Numbers  # [degC], nan without
    adjusted_r2: Numbers  # 1
    days: Indices  # [d] days with both use and temperature

    @property
    def heats(self) -> Flags:
        """Models with a term of heating, shape (m,)."""
        return np.isin(self.kind, HEATING_KINDS)

    @property
    def cools(self) -> Flags:
        """Models with a term of cooling, shape (m,)."""
        return np.isin(self.kind, COOLING_KINDS)

    def predict(self, temperature: Numbers) -> Numbers:
        """Expected use [kWh/d] at `temperature` [degC], shape (d,) or (m, d) -> (m, d)."""
        below = np.maximum(self.heating_balance[:, None] - temperature, 0)
        above = np.maximum(temperature - self.cooling_balance[:, None], 0)
        heating = np.where(np.isnan(self.heating_balance)[:, None], 0, below)
        cooling = np.where(np.isnan(self.cooling_balance)[:, None], 0, above)
        use: Numbers = (
            self.base[:, None]
            + self.heating[:, None] * heating
            + self.cooling[:, None] * cooling
            + np.where(np.isnan(temperature), np.nan, 0)
        )
        return use


@dataclass(frozen=True)
class _DaySums:
    """Sums over the days of each meter, for the degree days of each balance point."""

    first: Numbers  # S, sum of degree days [K d], shape (m, g)
    square: Numbers  # Q, sum of their squares [K2 d], shape (m, g)
    product: Numbers  # P, sum of degree days times use about its mean [K kWh], shape (m, g)
    enough: Flags  # enough degree days to fit, shape (m, g)

    @cached_property
    def toward(self) -> Numbers:
        """S P / Q: what the term pulls off the base."""
        return _ratio(self.first * self.product, self.square)

    @cached_property
    def taken(self) -> Numbers:
        """S² / Q: days the term leaves less to the base."""
        return _ratio(self.first**2, self.square)

    @cached_property
    def gain(self) -> Numbers:
        """P² / Q: squares the term alone explains."""
        return _ratio(self.product**2, self.square)

    @cached_property
    def ceiling(self) -> Numbers:
        """P / S: a base above it would turn the slope negative."""
        return _ratio(self.product, self.first)

    def slope(self, base: Numbers, rows: Indices, at: Indices) -> Numbers:
        """Slope of the balance points `at` of the meters `rows`: (P - base S) / Q."""
        product, first = self.product[rows, at], self.first[rows, at]
        return _ratio(product - base * first, self.square[rows, at])


@dataclass(frozen=True)
class _Candidates:
    """One family of models for a block of meters, shape (m, candidates) each."""

    kind: int
    adjusted_r2: Numbers  # -inf where not qualified
    base: Numbers  # [kWh/d] about the mean use
    heating_at: Indices  # index into the balance points, shape (candidates,)
    cooling_at: Indices


def fit_change_points(
    use: Numbers,
    temperature: Numbers,
    balance_points: Numbers,
    *,
    cools: bool,
    weights: Numbers | None = None,
) -> ChangePoints:
    """Choose and fit the model of every meter.

    use: [kWh/d], shape (m, d), nan where missing. temperature: mean of the local day [degC],
    shape (d,), one station. balance_points: ascending [degC], shape (g,). cools: whether cooling
    terms are tried (CalTRACK: not for gas). weights: of each day, shape (m, d), default 1; degree
    day thresholds do not look at them. Raises ValueError on shapes that do not fit.
    """
    if use.ndim != 2 or temperature.shape != use.shape[1:]:
        raise ValueError(f"use {use.shape} needs one temperature per day, not {temperature.shape}")
    blocks = range(0, max(len(use), 1), METERS_AT_ONCE)
    fitted = [
        _fit_block(
            use[at : at + METERS_AT_ONCE],
            temperature,
            balance_points,
            cools,
            None if weights is None else weights[at : at + METERS_AT_ONCE],
        )
        for at in blocks
    ]
    return _joined(fitted)


def _joined(parts: list[ChangePoints]) -> ChangePoints:
    names = ChangePoints.__dataclass_fields__
    return ChangePoints(**{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})


def _fit_block(
    use: Numbers, temperature: Numbers, grid: Numbers, cools: bool, weights: Numbers | None
) -> ChangePoints:
    known = days_known(unknown_on(use, np.isnan(temperature)))
    weight = known.astype(np.float64) if weights is None else np.where(known, weights, 0.0)
    weight *= known.sum(axis=1, keepdims=True) / np.maximum(weight.sum(1, keepdims=True), 1e-300)
    count = np.broadcast_to(known.sum(axis=1), len(use))
    weighed = use if weights is None else use * weight
    mean = _ratio(_on(known, weighed).sum(axis=1), weight.sum(axis=1))
    # About the mean: a flat load then leaves exactly nothing to explain.
    centred = _on(known, use - mean[:, None])
    weighed = centred if weights is None else weight * centred
    total = np.vecdot(weighed, centred)
    warm = np.where(np.isnan(temperature), 0, temperature)
    below = np.maximum(grid[:, None] - warm, 0)
    above = np.maximum(warm - grid[:, None], 0)
    heating = _sums(below, known, weight, weighed)
    cooling = _sums(above, known, weight, weighed) if cools else None
    best = _Best(count, mean)
    for family in _families(heating, cooling, count, mean, total):
        best.take(family)
    return best.result(grid, heating, cooling)


def _on(known: Flags, values: Numbers) -> Numbers:
    """The values of the known days, 0 on the others; the same array where all are known."""
    return values if known.all() else np.where(known, values, 0)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """Divide, nan where there is nothing to divide by."""
    out = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    ratio: Numbers = np.divide(above, below, out=out, where=below != 0)
    return ratio


def _sums(degrees: Numbers, known: Flags, weight: Numbers, weighed: Numbers) -> _DaySums:
    """Add up over days; `degrees` has shape (g, d), the others (m, d) or one row for all.

    weighed: use about its mean, weighed.
    """
    days = known.astype(np.float64)
    non_zero = days @ (degrees > 0).T.astype(np.float64)
    enough = (non_zero >= NON_ZERO_DAYS) & (days @ degrees.T >= TOTAL_DEGREE_DAYS - 1e-9)
    product = weighed @ degrees.T
    return _DaySums(
        first=np.broadcast_to(weight @ degrees.T, product.shape),
        square=np.broadcast_to(weight @ (degrees**2).T, product.shape),
        product=product,
        enough=np.broadcast_to(enough, product.shape),
    )


def _families(
    heating: _DaySums, cooling: _DaySums | None, count: Indices, mean: Numbers, total: Numbers
) -> Iterator[_Candidates]:
    """Rate the families in CalTRACK's order: heating, cooling, both (cooling varies slowest)."""
    frame = _Frame(count.astype(np.float64), mean, total)
    yield frame.single(1, heating)
    if cooling is None:
        return
    yield frame.single(2, cooling)
    below = np.flatnonzero(heating.enough.any(axis=0))
    above = np.flatnonzero(cooling.enough.any(axis=0))
    if below.size and above.size:
        yield frame.pairs(heating, cooling, below, above)


@dataclass(frozen=True)
class _Frame:
    """What every family of a block of meters shares, shape (m,)."""

    count: Numbers  # [d]
    mean: Numbers  # [kWh/d]
    total: Numbers  # sum of squares about the mean [kWh2]

    def single(self, kind: int, sums: _DaySums) -> _Candidates:
        """One slope: `base = -S P/Q / (n - S²/Q)` about the mean; `P²/Q + base² left` explained."""
        base, explained = self._solved(sums.toward, sums.taken, sums.gain)
        fits = sums.enough & (base + self.mean[:, None] >= 0) & (base <= sums.ceiling)
        at = np.arange(base.shape[1])
        return _Candidates(kind, self._adjusted(explained, fits, 1), base, at, at)

    def pairs(
        self, heating: _DaySums, cooling: _DaySums, below: Indices, above: Indices
    ) -> _Candidates:
        """Two slopes; degree days never overlap, so only the base couples them."""

        def each(hot: Numbers, cold: Numbers) -> Numbers:
            summed: Numbers = cold[:, above, None] + hot[:, None, below]
            return summed.reshape(len(hot), -1)

        base, explained = self._solved(
            each(heating.toward, cooling.toward),
            each(heating.taken, cooling.taken),
            each(heating.gain, cooling.gain),
        )
        ceiling = np.minimum(
            np.where(heating.enough, heating.ceiling, -np.inf)[:, None, below],
            np.where(cooling.enough, cooling.ceiling, -np.inf)[:, above, None],
        ).reshape(base.shape)
        fits = (base <= ceiling) & (base >= -self.mean[:, None])
        fits &= (below[None, :] <= above[:, None]).ravel()
        cooling_at, heating_at = (i.ravel() for i in np.meshgrid(above, below, indexing="ij"))
        return _Candidates(3, self._adjusted(explained, fits, 2), base, heating_at, cooling_at)

    def _solved(self, toward: Numbers, taken: Numbers, gain: Numbers) -> tuple[Numbers, Numbers]:
        """Base about the mean and explained sum of squares, from sums over the terms."""
        left = self.count[:, None] - taken
        left[left <= 0] = np.nan
        base = -toward / left
        return base, gain - base * toward

    def _adjusted(self, explained: Numbers, fits: Flags, terms: int) -> Numbers:
        """Adjusted R2 = 1 - (RSS/(n - terms - 1)) / (SST/(n - 1)); -inf where not qualified."""
        freedom = self.count - terms - 1
        usable = (freedom > 0) & (self.total > 0)
        scale = np.divide(
            self.count - 1, freedom * self.total, out=np.zeros_like(self.total), where=usable
        )
        rss = np.maximum(self.total[:, None] - explained, 0)
        return np.where(fits & usable[:, None], 1 - rss * scale[:, None], -np.inf)


class _Best:
    """The best model so far of each meter of a block."""

    def __init__(self, count: Indices, mean: Numbers) -> None:
        meters = len(count)
        self.count, self.mean = count, mean
        qualified = (count > 0) & (mean >= 0)
        self.kind = np.where(qualified, 0, -1)
        self.r2 = np.where(qualified, 0.0, -np.inf)
        self.base = np.zeros(meters)
        self.heating_at, self.cooling_at = (np.zeros(meters, np.int64) for _ in range(2))

    def take(self, family: _Candidates) -> None:
        """Replace what `family` explains better."""
        tops = family.adjusted_r2.max(axis=1, initial=-np.inf)
        rows = np.flatnonzero((tops > self.r2 + TIE) & np.isfinite(tops))
        picked = (family.adjusted_r2[rows] >= tops[rows, None] - TIE).argmax(axis=1)
        self.r2[rows], self.kind[rows] = tops[rows], family.kind
        self.base[rows] = family.base[rows, picked]
        self.heating_at[rows] = family.heating_at[picked]
        self.cooling_at[rows] = family.cooling_at[picked]

    def result(self, grid: Numbers, heating: _DaySums, cooling: _DaySums | None) -> ChangePoints:
        """Fit the slopes of the chosen balance points."""
        heats, cools = np.isin(self.kind, HEATING_KINDS), np.isin(self.kind, COOLING_KINDS)
        slope_h, slope_c = np.zeros(len(self.kind)), np.zeros(len(self.kind))
        rows = np.flatnonzero(heats)
        slope_h[rows] = heating.slope(self.base[rows], rows, self.heating_at[rows])
        if cooling is not None:
            rows = np.flatnonzero(cools)
            slope_c[rows] = cooling.slope(self.base[rows], rows, self.cooling_at[rows])
        return ChangePoints(
            kind=self.kind,
            base=np.where(self.kind < 0, np.nan, self.base + self.mean),
            heating=slope_h,
            cooling=slope_c,
            heating_balance=np.where(heats, grid[self.heating_at], np.nan),
            cooling_balance=np.where(cools, grid[self.cooling_at], np.nan),
            adjusted_r2=self.r2,
            days=self.count,
        )
