"""What the page says about why a balance changed between two years."""

from collections import defaultdict
from dataclasses import dataclass

from klimamosaik.balance.kernel.change import BalanceCause, BalanceChange, BalanceSubject
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.terms.text import Text, both

SUBJECTS = {
    BalanceSubject.EMISSIONS: Text("Treibhausgase", "greenhouse gases"),
    BalanceSubject.ENERGY: Text("Endenergie", "final energy"),
    BalanceSubject.COST: Text("Energiekosten", "cost of energy"),
}
UNITS = {
    BalanceSubject.EMISSIONS: Text("t CO₂e", "t CO₂e"),
    BalanceSubject.ENERGY: Text("MWh", "MWh"),
    BalanceSubject.COST: Text("Euro", "euros"),
}
MIDDLE = 300.0  # [px] of the zero of the bars


@dataclass(frozen=True)
class ItemPart:
    """What a cause did in one item."""

    item: Item
    amount: float  # in the subject's unit


@dataclass(frozen=True)
class CauseLine:
    """One cause with its bar and its items, the largest first."""

    cause: BalanceCause
    amount: float  # in the subject's unit
    start: float  # [px] of the bar
    length: float  # [px]
    items: tuple[ItemPart, ...]

    @property
    def less(self) -> bool:
        """True where the cause made it less."""
        return self.amount < 0


@dataclass(frozen=True)
class ChangePage:
    """A change in words, bars and tables."""

    change: BalanceChange
    first: int
    second: int
    headline: Text
    lines: tuple[CauseLine, ...]

    @property
    def unit(self) -> Text:
        """The unit of all amounts."""
        return UNITS[self.change.subject]

    @property
    def total(self) -> float:
        """The whole change, in the subject's unit."""
        return self.change.after - self.change.before

    @property
    def compared(self) -> bool:
        """False where nothing could be compared."""
        return bool(self.change.before or self.change.after)


def change_page(change: BalanceChange, first: int, second: int) -> ChangePage:
    """Put the page together."""
    sums = {cause: change.of_cause(cause) for cause in BalanceCause}
    largest = max((abs(amount) for amount in sums.values()), default=0.0) or 1.0
    lines = tuple(
        cause_line(change, cause, amount, MIDDLE / largest)
        for cause, amount in sorted(sums.items(), key=lambda pair: -abs(pair[1]))
        if any(part.cause is cause for part in change.parts)
    )
    return ChangePage(change, first, second, headline(change, first, second), lines)


def cause_line(
    change: BalanceChange, cause: BalanceCause, amount: float, scale: float
) -> CauseLine:
    """One cause."""
    by_item: dict[Item, float] = defaultdict(float)
    for part in change.parts:
        if part.cause is cause:
            by_item[part.item] += part.amount
    items = sorted(by_item.items(), key=lambda pair: -abs(pair[1]))
    length = abs(amount) * scale
    start = MIDDLE - length if amount < 0 else MIDDLE
    return CauseLine(
        cause, amount, start, length, tuple(ItemPart(item, value) for item, value in items)
    )


def headline(change: BalanceChange, first: int, second: int) -> Text:
    """The change in a sentence."""
    name, unit = SUBJECTS[change.subject], UNITS[change.subject]
    total = change.after - change.before
    amount = both(abs(total))
    if not change.before and not change.after:
        return Text(
            "{name}: {first} und {second} lassen sich nicht vergleichen",
            "{name}: {first} and {second} cannot be compared",
        ).format(name=name, first=first, second=second)
    if change.left_out:
        name = Text("im Vergleichbaren ", "of what can be compared ")
    else:
        name = Text("", "")
    word = Text("weniger", "less") if total < 0 else Text("mehr", "more")
    percent = both(abs(100.0 * total / change.before), 1) if change.before else None
    share = (
        Text(" ({percent} %)", " ({percent} %)").format(percent=percent)
        if percent
        else Text("", "")
    )
    return Text(
        "{second}: {name}{amount} {unit} {word} als {first}{share}",
        "{second}: {name}{amount} {unit} {word} than {first}{share}",
    ).format(
        second=second, name=name, amount=amount, unit=unit, word=word, first=first, share=share
    )
