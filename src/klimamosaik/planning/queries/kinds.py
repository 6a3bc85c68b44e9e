"""Which kinds of measure work: by field of action, how many were measured and what they saved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.terms.document import Document, ranged
from klimamosaik.terms.estimate import PERCENT, Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import weakest
from klimamosaik.terms.text import Text

FEW = 5  # measured measures below which it is a hint and no proof


@dataclass(frozen=True)
class MeasureKind:
    """The measures of one field of action, as far as meters tell."""

    field: Field
    measures: int  # all of them, measured or not
    saved: int  # used less, beyond doubt
    worse: int  # used more, beyond doubt
    unsure: int  # measured, not distinguishable from zero
    shares: tuple[Estimate, ...]  # [%] saved of what was to be expected, of each measured one
    elsewhere: int = 0  # measured measures of another field that name this one, too

    @property
    def measured(self) -> int:
        """How many meters could tell of."""
        return self.saved + self.worse + self.unsure

    @property
    def middle(self) -> Estimate | None:
        """The median saving [%] with the least and the most single ones; one alone: its range."""
        if len(self.shares) < 2:
            return self.shares[0] if self.shares else None
        means = [share.mean for share in self.shares]
        quality = weakest(share.quality for share in self.shares)
        return Estimate(median(means), min(means), max(means), PERCENT, quality=quality)

    @property
    def saving(self) -> Text | None:
        """What the measured ones saved, in words; None where no share is known."""
        middle = self.middle
        if middle is None:
            return None
        digits = middle.digits
        ends = (middle.mean, middle.low, middle.high)
        mean, low, high = (Text(form, form).format(value=end) for form, end in (
            (f"{{value:.{digits}n}}" if digits else "{value:n}", end) for end in ends
        ))  # fmt: skip
        told = ALONE if len(self.shares) == 1 else MIDDLE
        return told.format(mean=mean, low=low, high=high)

    @property
    def said(self) -> Text:
        """How many of the measured ones saved."""
        if self.measured == 1:
            return ONLY_ONE[self.verdict]
        return OF.format(saved=self.saved, measured=self.measured)

    @property
    def verdict(self) -> Verdict:
        """Of a single measured one: which way it went."""
        if self.saved:
            return Verdict.SAVED
        return Verdict.USED_MORE if self.worse else Verdict.NOT_DISTINGUISHABLE

    @property
    def document(self) -> Document:
        """For machines; unknown is null."""
        return {
            "field": self.field,
            "measures": self.measures,
            "measured": self.measured,
            "saved": self.saved,
            "used_more": self.worse,
            "not_distinguishable": self.unsure,
            **ranged(self.middle, "median_percent", "percent"),
        }


def kinds_of(known: Iterable[MeasureOutlook]) -> tuple[MeasureKind, ...]:
    """All fields of action with at least one measure, those with most measured ones first."""
    fields: dict[Field, list[MeasureOutlook]] = {}
    ones = list(known)
    for one in ones:
        fields.setdefault(one.field, []).append(one)
    also = Counter(
        field
        for one in ones
        if one.verdict is not Verdict.NOT_DECIDABLE
        for field in one.measure.fields
        if field is not one.field
    )
    found = [replace(kind_of(field, own), elsewhere=also[field]) for field, own in fields.items()]
    order = list(Field)
    return tuple(sorted(found, key=lambda kind: (-kind.measured, order.index(kind.field))))


def kind_of(field: Field, ones: list[MeasureOutlook]) -> MeasureKind:
    """The measures of one field."""
    verdicts = [one.verdict for one in ones]
    told = [one for one in ones if one.verdict is not Verdict.NOT_DECIDABLE]
    shares = [one.seen.whole.percent for one in told if one.seen is not None]
    return MeasureKind(
        field,
        len(ones),
        verdicts.count(Verdict.SAVED),
        verdicts.count(Verdict.USED_MORE),
        verdicts.count(Verdict.NOT_DISTINGUISHABLE),
        tuple(share for share in shares if share is not None),
    )


OF = Text(
    "Gespart: {saved:n} von {measured:n} gemessenen", "Saved: {saved:n} of {measured:n} measured"
)
ONLY_ONE = {
    Verdict.SAVED: Text("die eine gemessene hat gespart", "the one measured saved"),
    Verdict.USED_MORE: Text("die eine gemessene verbraucht mehr", "the one measured uses more"),
    Verdict.NOT_DISTINGUISHABLE: Text(
        "die eine gemessene ist von null nicht zu unterscheiden",
        "the one measured cannot be told from zero",
    ),
}
MIDDLE = Text(
    "{mean} % in der Mitte, einzeln {low} bis {high} %",
    "{mean} % in the middle, single ones {low} to {high} %",
)
ALONE = Text("{mean} % ({low} bis {high} %)", "{mean} % ({low} to {high} %)")
