"""A municipality's numbers per head beside those of public municipalities like it.

Only of the same year and the same method; what is left out is said, with the reason.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.places.queries.similar_towns import Likeness, likeness_of, towns_like
from klimamosaik.publication.queries.figures.per_head import PER_HEAD, HeadSubject, HeadValue
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import towns_published
from klimamosaik.terms.text import Text, quoted

MOST = 5  # towns beside one, the nearest in size: each takes its report and balances to be read
OTHER_METHOD = Text(
    "{what}: nicht daneben gestellt, weil nach anderer Methode gerechnet: {towns}. Hier gilt: "
    "{method}.",
    "{what}: not put beside it, because computed by another method: {towns}. Here it is: {method}.",
)
OTHER_YEAR = Text(
    "{what}: keine vollständige Zahl von {towns}.",
    "{what}: no complete figure of {towns}.",
)
NONE_LIKE = Text(
    "{how} Eine solche Gemeinde veröffentlicht hier noch nichts. Sobald eine Zahlen desselben "
    "Jahres nach derselben Methode zeigt, stehen sie daneben.",
    "{how} No such municipality publishes here yet. As soon as one shows figures of the same year "
    "by the same method, they stand beside these.",
)
CAPTION = Text("{name} je Kopf, {year}", "{name} per head, {year}")
COUNTED = Text("Methode: {method}.", "Method: {method}.")

Knows = Callable[[str], Known]  # what is public of the municipality of a key


@dataclass(frozen=True)
class TownValue:
    """One municipality's number per head."""

    ags: str
    name: str
    value: float  # [unit of its comparison]
    inhabitants: int | None  # the newest number
    inhabitants_year: int | None


@dataclass(frozen=True)
class TownComparison:
    """One number per head of a year beside those of like municipalities."""

    figure: str  # key of the figure it is from
    name: Text
    unit: str  # a head and year
    digits: int
    year: int
    method: Text
    own: TownValue
    others: tuple[TownValue, ...]  # the smallest first
    left_out: tuple[Text, ...]  # who is not there, and why
    caution: Text | None

    @property
    def caption(self) -> Text:
        """What is compared."""
        return caption_of(self.name, self.year)

    @property
    def counted(self) -> Text:
        """How all of them were computed."""
        return COUNTED.format(method=self.method)

    @property
    def rows(self) -> tuple[tuple[TownValue, bool], ...]:
        """All in order, the smallest first; True for the municipality itself."""
        every = sorted((self.own, *self.others), key=lambda each: (each.value, each.name))
        return tuple((each, each is self.own) for each in every)


@dataclass(frozen=True)
class LikeTowns:
    """All comparisons of a municipality."""

    how: Text  # what counts as alike
    comparisons: tuple[TownComparison, ...]
    missing: Text | None  # what would be needed where nobody stands beside it


def beside_like_towns(known: Known, knows: Knows) -> LikeTowns:
    """The municipality beside at most five public ones like it."""
    likeness = likeness_of(municipality=known.municipality)
    like = towns_like(municipality=known.municipality, among=towns_published())[:MOST]
    others = [knows(town.ags) for town in like]
    found = [compared(subject, known, others) for subject in PER_HEAD]
    return LikeTowns(
        how=likeness.said,
        comparisons=tuple(each for each in found if each is not None),
        missing=None if others else missing(likeness),
    )


def missing(likeness: Likeness) -> Text:
    """What would be needed for a comparison."""
    return NONE_LIKE.format(how=likeness.said) if likeness.heads else likeness.said


def compared(subject: HeadSubject, known: Known, others: Sequence[Known]) -> TownComparison | None:
    """One subject in its newest year that another has too, else in its newest."""
    own = sorted(subject.years(known), key=lambda each: -each.year)
    if not own:
        return None
    theirs = [(other, {each.year: each for each in subject.years(other)}) for other in others]
    year = next((each for each in own if any(same(each, one) for _, one in theirs)), own[0])
    beside = [value_of(other, one[year.year]) for other, one in theirs if same(year, one)]
    return TownComparison(
        figure=subject.figure,
        name=subject.name,
        unit=subject.unit,
        digits=subject.digits,
        year=year.year,
        method=year.method_said,
        own=value_of(known, year),
        others=tuple(sorted(beside, key=lambda each: (each.value, each.name))),
        left_out=tuple(left_out(caption_of(subject.name, year.year), year, theirs)),
        caution=subject.caution,
    )


def same(own: HeadValue, theirs: dict[int, HeadValue]) -> bool:
    """True where the other has the year, by the same method."""
    return own.year in theirs and theirs[own.year].method == own.method


def left_out(
    what: Text, own: HeadValue, theirs: Sequence[tuple[Known, dict[int, HeadValue]]]
) -> Iterable[Text]:
    """Who is like it and still not beside it."""
    without = [other.town.name for other, one in theirs if own.year not in one]
    differing = [other.town.name for other, one in theirs if own.year in one and not same(own, one)]
    if differing:
        yield OTHER_METHOD.format(what=what, towns=quoted(differing, MOST), method=own.method_said)
    if without:
        yield OTHER_YEAR.format(what=what, towns=quoted(without, MOST))


def caption_of(name: Text, year: int) -> Text:
    """What is compared, of which year."""
    return CAPTION.format(name=name, year=year)


def value_of(known: Known, value: HeadValue) -> TownValue:
    """A municipality's number with whose it is."""
    town = known.town
    return TownValue(town.ags, town.name, value.value, town.inhabitants, town.inhabitants_year)
