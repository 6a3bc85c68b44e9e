"""The door to all figures."""

from collections.abc import Iterable, Iterator

from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.figures.balance import BALANCE_YEAR, year_of
from klimamosaik.publication.queries.figures.change import CHANGE
from klimamosaik.publication.queries.figures.figure_dates import as_noted, look_up_all
from klimamosaik.publication.queries.figures.kinds import KINDS, kind_of
from klimamosaik.publication.queries.figures.use import TOWN_USE
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.publication.queries.results import PublicFigure


def figure_keys(known: Known) -> tuple[str, ...]:
    """The keys of all public figures, in the order they are listed."""
    return known.once("figure keys", lambda: tuple(k for kind in KINDS for k in kind.keys(known)))


def balance_years(known: Known) -> tuple[tuple[int, str], ...]:
    """Years of public balances and the keys of their figures."""
    return tuple((year_of(key), key) for key in BALANCE_YEAR.keys(known))


def change_keys(known: Known) -> tuple[str, ...]:
    """Keys of the figures that split a change into its parts."""
    return tuple(CHANGE.keys(known))


def report_keys(known: Known) -> tuple[str, ...]:
    """Keys of the figures a published energy report stands on."""
    return (*TOWN_USE.keys(known), *CHANGE.keys(known))


def public_figure(known: Known, key: str) -> PublicFigure:
    """One figure. Raises NoLongerPublic for what was taken back, NotPublic for anything else."""
    return known.once(("figure", key), lambda: as_noted(known, kind_of(key).make(known, key)))


def key_of(known: Known, item: PublicItem) -> str | None:
    """The key of the figure that tells of a published thing; None where there is none."""
    kinds = [kind for kind in KINDS if kind.of is item.kind]
    own = next((kind.prefix for kind in kinds if kind.prefix is not None), None)
    if own is not None:
        return own + item.subject
    return next((key for kind in kinds for key in kind.keys(known)), None)


def public_figures(known: Known) -> tuple[PublicFigure, ...]:
    """All public figures; what they are about is asked for together, not by each."""
    public_measures(known)
    public_buildings(known)
    return tuple(figures_of(known, figure_keys(known)))


def figures_of(known: Known, keys: Iterable[str]) -> Iterator[PublicFigure]:
    """Several figures, each when it is its turn; when they were noted is asked for together."""
    look_up_all(known)
    return (public_figure(known, key) for key in keys)
