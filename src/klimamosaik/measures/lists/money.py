"""What a measure costs, as a list says."""

from collections.abc import Iterator
from decimal import Decimal

from klimamosaik.measures.lists.changes import RegisterRow, row
from klimamosaik.measures.lists.draft import Draft, year_held
from klimamosaik.measures.lists.identity import identity
from klimamosaik.measures.models import CostLine
from klimamosaik.measures.models.kinds import CostKind
from klimamosaik.sources.measure_lists import ListedCost
from klimamosaik.sources.measure_lists.merging import normal
from klimamosaik.terms.complaint import problem
from klimamosaik.terms.text import Text

CENT = Decimal("0.01")
KINDS = {
    "investment": CostKind.INVESTMENT,
    "running": CostKind.RUNNING,
    "staff": CostKind.STAFF_DAYS,
}


def plain_cost(draft: Draft) -> Decimal | None:
    """What it costs once, where the list names no year."""
    lone = [
        each for each in draft.listed.costs
        if each.kind == "investment" and each.year is None and each.planned is not None
    ]  # fmt: skip
    total = sum(each.planned or 0.0 for each in lone)
    return _euro(total) if lone else None


def costs(draft: Draft) -> Iterator[RegisterRow | None]:
    """Cost by year and kind; what has no year is kept as a note."""
    for listed in draft.listed.costs:
        if listed.year is None and listed.planned is not None and listed.kind == "investment":
            continue
        year = listed.year or (draft.listed.first_year if listed.kind != "investment" else None)
        if year is None or year_held(year) is None:
            draft.note(f"Kosten ({listed.kind})", listed.text)
            draft.say(NO_YEAR)
            continue
        yield _cost(draft, listed, year)


def _cost(draft: Draft, listed: ListedCost, year: int) -> RegisterRow | None:
    kind = KINDS[listed.kind]
    known = [] if draft.new else list(draft.measure.cost_lines.all())
    exported = [each for each in known if identity(each) == listed.known_as]
    alike = [each for each in known if each.year == year and each.kind == kind]
    named = [each for each in alike if normal(each.source) == normal(listed.funding)]
    found = exported or named or ([] if listed.funding else alike)
    line = found[0] if found else CostLine(measure=draft.measure)
    values: dict[str, object] = {"year": year, "kind": kind.value}
    amounts = {"planned": _euro(listed.planned), "actual": _euro(listed.actual)}
    values |= {name: value for name, value in amounts.items() if value is not None}
    if listed.funding:
        values["source"] = listed.funding[:160]
    return row(
        line,
        Text("Kosten {year}, {kind}", "cost {year}, {kind}").format(year=year, kind=kind.text),
        **values,
    )


def _euro(amount: float | None) -> Decimal | None:
    return None if amount is None or amount >= 1e10 else Decimal(str(amount)).quantize(CENT)


NO_YEAR = problem(
    "cost_without_year",
    "Kosten ohne Jahr lassen sich keinem Jahr zuordnen; der Text bleibt als Notiz.",
    "Cost without a year belongs to no year; the text is kept as a note.",
)
