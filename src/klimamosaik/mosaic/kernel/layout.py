"""Where each measure lies: spans on the course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from klimamosaik.drawing.course import EXTRA_COLUMNS, ROWS, STONES
from klimamosaik.drawing.stones import StoneLook
from klimamosaik.mosaic.kernel.stone import Share, StoneAccount
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.terms.estimate import together

DRAWN = STONES + EXTRA_COLUMNS * ROWS  # [stones] more than these are told, not drawn
FADES_FROM = 1  # [stones] below, a range could not be seen; the table tells it


SURE = {ContributionState.MEASURED: StoneLook.LAID, ContributionState.EXPECTED: StoneLook.PLANNED}
UNSURE = {
    ContributionState.MEASURED: StoneLook.LAID_UNSURE,
    ContributionState.EXPECTED: StoneLook.PLANNED_UNSURE,
}


@dataclass(frozen=True)
class StoneSpan:
    """A run of stones on the course that look alike and belong together."""

    start: Fraction  # [stones] from the corner
    end: Fraction  # [stones]
    kind: StoneLook
    share: Share | None  # None: nobody's


@dataclass(frozen=True)
class Wall:
    """The wall as it is drawn."""

    spans: tuple[StoneSpan, ...]  # one after the other, from 0 to `length`
    broken: tuple[
        StoneSpan, ...
    ]  # over the others: stones taken away by measures that made it worse
    length: Fraction  # [stones] 1,000, or more where more is laid and planned
    undrawn: Fraction  # [stones] above what can be drawn


def lay(account: StoneAccount) -> Wall:
    """Lay the measures along the course: measured, expected, possible, stopped, then nobody's.

    What is not decided may reach beyond the thousand: it has stones of its own there, too.
    """
    spans: list[StoneSpan] = []
    at = Fraction(0)
    ends = {}
    for state in (ContributionState.MEASURED, ContributionState.EXPECTED):
        for share in standing(account.shares, state):
            spans += laid(share, at)
            at += share.mean
        ends[state] = at
    length = max(at, Fraction(STONES))
    possible = min(at + upside(account.shares), length)
    if possible > at:
        spans.append(StoneSpan(at, possible, StoneLook.POSSIBLE, None))
    for share in standing(account.shares, ContributionState.UNDECIDED):
        spans.append(StoneSpan(possible, possible + share.mean, StoneLook.UNDECIDED, share))
        possible += share.mean
    spans += [*given_up(standing(account.shares, ContributionState.STOPPED), possible)]
    reached = spans[-1].end if spans else at
    length = max(length, reached)
    if reached < length:
        spans.append(StoneSpan(reached, length, StoneLook.OPEN, None))
    drawn = tuple(cut_off(spans))
    return Wall(
        spans=drawn,
        broken=tuple(broken(account.shares, ends)),
        length=length,
        undrawn=max(length - DRAWN, Fraction(0)),
    )


def standing(shares: Sequence[Share], state: ContributionState) -> list[Share]:
    """Measures of a state that lay stones."""
    return [share for share in shares if share.measure.state is state and share.mean > 0]


def laid(share: Share, at: Fraction) -> list[StoneSpan]:
    """A measure from `at`: sure up to the low end of its range, unsure from there to its mean."""
    state = share.measure.state
    fades = share.mean >= FADES_FROM
    sure = min(max(share.low, Fraction(0)), share.mean) if fades else share.mean
    spans = [
        StoneSpan(at, at + sure, SURE[state], share),
        StoneSpan(at + sure, at + share.mean, UNSURE[state], share),
    ]
    return [span for span in spans if span.end > span.start]


def upside(shares: Sequence[Share]) -> Fraction:
    """How far the wall may reach beyond its mean [stones].

    All measures at their high end at once is not to be expected: their doubts are independent.
    """
    sizes = [share.measure.tonnes for share in shares if share.measure.state in SURE]
    if not sizes:
        return Fraction(0)
    whole = together(sizes)
    above = Fraction(whole.high - whole.mean) * shares[0].per_tonne
    return above.limit_denominator(1000)


def given_up(shares: Sequence[Share], at: Fraction) -> Iterator[StoneSpan]:
    """Stopped measures, pale, as far as the wall has room for them."""
    for share in shares:
        end = min(at + share.mean, Fraction(STONES))
        if end > at:
            yield StoneSpan(at, end, StoneLook.STOPPED, share)
            at = end


def cut_off(spans: Sequence[StoneSpan]) -> Iterator[StoneSpan]:
    """The spans as far as they are drawn."""
    for span in spans:
        if span.start < DRAWN:
            yield StoneSpan(span.start, min(span.end, Fraction(DRAWN)), span.kind, span.share)


def broken(shares: Sequence[Share], ends: dict[ContributionState, Fraction]) -> Iterator[StoneSpan]:
    """Measures that made it worse break the last stones of their state, from the end backwards.

    Measured harm that finds no laid stone left breaks planned ones; what then is left is setback.
    """
    measured, expected = ends[ContributionState.MEASURED], ends[ContributionState.EXPECTED]
    harm = [
        (share, -share.mean) for share in shares if share.mean < 0 and share.measure.state in SURE
    ]
    now = [
        (share, size) for share, size in harm if share.measure.state is ContributionState.MEASURED
    ]
    later = [
        (share, size) for share, size in harm if share.measure.state is ContributionState.EXPECTED
    ]
    first, left = take_away(now, measured, Fraction(0))
    second, _ = take_away([*left, *later], expected, measured)
    return iter([*first, *second])


def take_away(
    harm: Sequence[tuple[Share, Fraction]], top: Fraction, bottom: Fraction
) -> tuple[list[StoneSpan], list[tuple[Share, Fraction]]]:
    """Spans broken between `top` and `bottom`, and the harm that found nothing to break."""
    top = min(top, Fraction(DRAWN))
    spans, left = [], []
    for share, size in harm:
        start = max(top - size, bottom)
        if start < top:
            spans.append(StoneSpan(start, top, SURE[share.measure.state], share))
        if size > top - start:
            left.append((share, size - max(top - start, Fraction(0))))
        top = min(top, start)
    return spans, left
