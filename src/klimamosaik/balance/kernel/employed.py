"""Employees of every municipality: those of its state, shared within it; or as counted."""

from dataclasses import astuple, fields

import numpy as np

from klimamosaik.balance.kernel.key_facts import KeyFacts, StateJobs
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities, Texts


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
