"""How much of each key every municipality has."""

from collections.abc import Callable
from dataclasses import astuple, fields

import numpy as np

from klimamosaik.balance.kernel.key_facts import KeyFacts, StateJobs
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, Key
from klimamosaik.balance.kernel.loaded_inputs import LoadedFigures
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities, Texts


def measures(places: Municipalities, facts: KeyFacts, known: LoadedFigures | None = None) -> Floats:
    """How much of each key every municipality has: [municipality, KEYS], each in its own unit.

    What is `known` of a municipality comes before what stands in for it.
    """
    heat = heat_demand(places, facts)
    piped, gas, oil = heated(places, facts, known)
    counted, driven = (known.employees, known.motorway) if known else (None, None)
    services, producing = employed(places, facts, counted)
    inside = ratio(places.population, places.district_population)
    columns = {
        Key.POPULATION: places.population,
        Key.OWN_HEATING: heat * (1.0 - piped),
        Key.DISTRICT_HEATING: heat * piped,
        Key.GAS_HEATING: heat * gas,
        Key.OIL_HEATING: heat * oil,
        Key.SMALL_HOUSES: places.small_house_flats,
        Key.FARMLAND: places.farmland,
        Key.PRODUCING: producing,
        Key.TRAFFIC_AREA: places.traffic_area,
        Key.WATER_AREA: places.water_area,
        Key.RESIDENTS_MOBILITY: places.population * facts.distance(places.area_type),
        Key.TRAIN_KILOMETRES: places.train_km * inside,
        Key.TRAM_KILOMETRES: places.tram_km * inside,
        Key.PV_POWER: places.pv_power,
        Key.WIND_POWER: places.wind_power,
        Key.BIOMASS_POWER: places.biomass_power,
        Key.HYDRO_POWER: places.hydro_power,
        Key.JOBS: services,
        Key.MOTORWAYS: first(driven, facts.driven, motorways(places, facts)),
        **{key: places.plant_emissions[:, i] for i, key in enumerate(BRANCH_KEYS)},
    }
    nothing = np.zeros(len(places))
    return np.stack([columns.get(key, nothing) for key in KEYS], axis=1)


def first(known: Floats | None, as_part: Callable[[Floats], Floats], else_: Floats) -> Floats:
    """What is known of a key as a part of the nation's; what stands in for it where nothing is."""
    if known is None:
        return else_
    return np.where(np.isnan(known), else_, as_part(known))


def heated(
    places: Municipalities, facts: KeyFacts, known: LoadedFigures | None
) -> tuple[Floats, Floats, Floats]:
    """Shares of flats with district heat, gas and oil, 0..1 each."""
    piped = ratio(places.flats_district_heated, places.flats).clip(0.0, 1.0)
    own = 1.0 - piped
    stands_in = (piped, own * facts.whole.gas, own * facts.whole.oil)
    if known is None:
        return stands_in
    gas, oil, heat = known.heated.T
    loaded = (heat, gas, oil)
    piped, gas, oil = (
        np.where(np.isnan(told), else_, told) for told, else_ in zip(loaded, stands_in, strict=True)
    )
    return piped, gas, oil


def motorways(places: Municipalities, facts: KeyFacts) -> Floats:
    """Driving on motorways as parts of the nation's, about; none on an island without a road.

    Statistics do not say where motorways run: elsewhere area of traffic and the inhabitants' ways
    stand in, and a person is asked.
    """
    ways = places.population * facts.distance(places.area_type) / facts.whole.mobility
    area = places.traffic_area / facts.whole.traffic_area
    part = facts.mix.traffic_area
    mixed = part * area + (1.0 - part) * ways
    return np.where(np.isin(places.ags, list(facts.islands)), 0.0, mixed)


def heat_demand(places: Municipalities, facts: KeyFacts) -> Floats:
    """Living area times the mean heat demand of its flats [kWh/a]; ratios matter, not the level.

    Where the year of construction of no flat is known, the nation's mean stands in.
    """
    weights = places.flats_by_age @ facts.class_demand()
    counted = places.flats_by_age.sum(axis=1)
    mean = weights.sum() / counted.sum() if counted.sum() else 1.0
    return places.living_area * np.where(counted > 0, ratio(weights, counted), mean)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole; 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)


def employed(
    places: Municipalities, facts: KeyFacts, counted: Floats | None = None
) -> tuple[Floats, Floats]:
    """Employees in services and in producing trades [persons]: [municipality] each.

    Statistics at hand count them by state. Within it they are shared by inhabitants, weighted by
    the jobs of their kind of area; producing ones mostly by commercial area. `counted`: employees
    of all trades of some municipalities [persons], nan elsewhere; they count as services and
    producing in the state's proportion.
    """
    services, producing, weighted, area = in_states(places, facts)
    jobs = places.population * facts.jobs_per_head(places.area_type) / weighted
    if counted is not None:
        jobs = np.where(np.isnan(counted), jobs, counted / (services + producing))
    by_area = facts.mix.commercial_area
    part = by_area * facts.area(places) / area + (1.0 - by_area) * jobs
    return jobs * services, part * producing


def in_states(places: Municipalities, facts: KeyFacts) -> Floats:
    """What is known of the state of every municipality: [StateJobs, municipality].

    The nation's sums stand in where the state is none we know.
    """
    known = {key: np.array(astuple(jobs)) for key, jobs in facts.states}
    nation = sum(known.values(), np.zeros(len(fields(StateJobs))))
    if not known:
        nation = np.array(astuple(alone(places, facts)))
    return np.stack([known.get(key, nation) for key in states_of(places.ags)], axis=1)


def states_of(ags: Texts) -> list[str]:
    """The key of the state of every municipality."""
    return [str(key)[:2] for key in ags]


def alone(places: Municipalities, facts: KeyFacts) -> StateJobs:
    """The municipalities as a state of their own, with a job for each inhabitant weighted."""
    weighted = float((places.population * facts.jobs_per_head(places.area_type)).sum())
    return StateJobs(weighted, weighted, weighted, float(facts.area(places).sum()))
