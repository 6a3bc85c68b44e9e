"""Indicators of a measure and their values, as a list says."""

from collections.abc import Iterator
from datetime import date

from klimamosaik.measures.lists.changes import RegisterRow, row
from klimamosaik.measures.lists.draft import Draft
from klimamosaik.measures.lists.identity import called
from klimamosaik.measures.models import Indicator, IndicatorValue
from klimamosaik.measures.models.kinds import Link
from klimamosaik.sources.measure_lists import ListedIndicator
from klimamosaik.sources.measure_lists.merging import normal
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text


def indicators(draft: Draft) -> Iterator[RegisterRow | None]:
    """Indicators that have values or something wanted, each followed by its values."""
    names = [normal(each.name) for each in draft.listed.indicators]
    for listed in draft.listed.indicators:
        if not listed.values and listed.wanted is None and not draft.own:
            continue
        name = listed.name
        if names.count(normal(name)) > 1 and listed.unit:
            name = f"{name} [{listed.unit}]"
        name = name[:160]
        indicator = _known_indicator(draft, listed, name) or Indicator(measure=draft.measure)
        yield _indicator(draft, indicator, listed, name)
        yield from _values(draft, indicator, listed)


def _known_indicator(draft: Draft, listed: ListedIndicator, name: str) -> Indicator | None:
    if draft.new:
        return None
    known = list(draft.measure.indicators.all())
    return called([listed.known_as, name], known, lambda each: each.name)


def _indicator(
    draft: Draft, indicator: Indicator, listed: ListedIndicator, name: str
) -> RegisterRow | None:
    link = listed.link or indicator.link or Link.OUTPUT.value
    values: dict[str, object] = {"name": name, "link": link}
    given = {
        "unit": listed.unit[:40] or None, "start_value": listed.start_value,
        "wanted_value": listed.wanted, "wanted_until": listed.until,
        "bound": listed.bound or None,
    }  # fmt: skip
    values |= {key: value for key, value in given.items() if value is not None}
    if listed.wanted is not None and not (listed.unit or indicator.unit):
        draft.say(WISH_WITHOUT_UNIT)
        values["unit"] = "–"
    if listed.wanted is not None and not (listed.bound or indicator.bound):
        draft.say(Problem("wish_without_side", SIDE_OPEN.format(name=name)))
    if listed.until is not None and listed.wanted is None and indicator.wanted_value is None:
        del values["wanted_until"]
    return row(
        indicator,
        Text("Kennzahl „{name}“", "indicator “{name}”").format(name=name),
        **values,
    )


def _values(
    draft: Draft, indicator: Indicator, listed: ListedIndicator
) -> Iterator[RegisterRow | None]:
    fresh = indicator._state.adding
    known = {} if fresh else {each.day: each for each in indicator.values.all()}
    seen: dict[date, float] = {}
    for listed_value in listed.values:
        day = listed_value.span.last
        if day in seen and seen[day] != listed_value.value:
            both = {"one": seen[day], "other": listed_value.value}
            said = TWO_VALUES.format(name=listed.name, day=day, **both)
            draft.say(Problem("two_values", said))
        if day in seen:
            continue
        seen[day] = listed_value.value
        value = known.get(day) or IndicatorValue(indicator=indicator, day=day)
        found = row(value, Text(
            "{name} {day:short}",
            "{name} {day}"
        ).format(name=listed.name, day=day),
                    value=listed_value.value)  # fmt: skip
        if found is not None:
            value.source = draft.source
        yield found


TWO_VALUES = Text(
    "Die Kennzahl „{name}“ hat für den {day:short} zwei Werte ({one} und {other}); es gilt "
    "der erste.",
    "The indicator “{name}” has two values for {day:short} ({one} and {other}); the first counts.",
)
SIDE_OPEN = Text(
    "Der Zielwert von „{name}“ sagt nicht, ob er höchstens oder mindestens gilt; bis das bei der "
    "Kennzahl eingetragen ist, wird nicht beurteilt, ob er erreicht ist.",
    "The wanted value of “{name}” does not say whether it is a most or a least; until that is "
    "entered with the indicator, nobody judges whether it is reached.",
)
WISH_WITHOUT_UNIT = problem(
    "wish_without_unit",
    "Ein Zielwert steht ohne Einheit da; sie wird als „–“ geführt, bis jemand sie nennt.",
    "A wanted value stands without a unit; it is kept as “–” until somebody names it.",
)
