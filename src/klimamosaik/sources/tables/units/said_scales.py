"""What a header says of the size of its values beside their unit: "kWh x 100", "kWh Hi"."""

from collections.abc import Iterable
from dataclasses import replace

from klimamosaik.factors.queries import gross_over_net
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.header_scales import GROSS, NET, NET_UNIT, factor_in
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.questions import answer, some
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.units.energy import Conversion, exactly
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, joined

INCLUDED, MULTIPLIES = "header_factor_included", "header_factor_multiplies"  # what a person says
BY_GROSS, CONVERTED = "gas_by_gross_value", "gas_converted_to_gross"  # the same


def scaled(table: Table, channel: Channel, plan: Conversion) -> Conversion:
    """The conversion of a series, times what its header says and a person agreed to."""
    accepted, factor = table.hints.accepted, factor_of(channel)
    if factor != 1.0 and MULTIPLIES in accepted:
        plan = times(plan, factor, AS_HEADER)
    if by_net_value(table, channel, plan) and CONVERTED in accepted:
        plan = times(plan, gross_over_net(carrier=Carrier.GAS).value, AS_BILLED)
    return plan


def times(plan: Conversion, factor: float, why: Text) -> Conversion:
    """A conversion times a factor, with the reason."""
    reasons = joined([plan.why, why.format(factor=exactly(factor))], "; ")
    return replace(plan, factor=plan.factor * factor, why=reasons)


def factor_of(channel: Channel) -> float:
    """How many times its values a column's header names; 1 where it names none."""
    return factor_in(header_of(channel)) if channel.unit else 1.0


def by_net_value(table: Table, channel: Channel, plan: Conversion) -> bool:
    """True where gas is told by its net calorific value, which is a tenth less than is billed."""
    if plan.carrier is not Carrier.GAS or plan.unit != "kWh":
        return False
    column = table.one(ColumnRole.CALORIFIC_VALUE) if plan.by_row else None
    texts = [column.header] if column else [header_of(channel), *rows_of(table, channel)]
    told = " ".join(texts)
    net = NET.search(told) or (column is None and NET_UNIT.search(table.titles))
    return bool(net) and not GROSS.search(told)


def header_of(channel: Channel) -> str:
    """What stands above a column."""
    return f"{channel.column.header} {channel.column.unit_text or ''}"


def rows_of(table: Table, channel: Channel) -> Iterable[str]:
    """What the rows of a series call it, and the units that rows tell."""
    yield from channel.said.combo.values() if channel.said else ()
    for column in table.having(ColumnRole.UNIT):
        yield from column.sample


def scale_questions(
    table: Table, channels: Iterable[Channel], plans: dict[int, Conversion]
) -> list[Question]:
    """Ask whether values are multiplied already, and whether gas is to be converted."""
    accepted, channels = {*table.hints.accepted}, list(channels)
    scaled = [each for each in channels if factor_of(each) != 1.0]
    net = [each for each in channels if by_net_value(table, each, plans[each.number])]
    asked = []
    if scaled and not accepted & {INCLUDED, MULTIPLIES}:
        asked.append(factor_question(each.column.header for each in scaled))
    if net and not accepted & {BY_GROSS, CONVERTED}:
        asked.append(net_question(each.column.header for each in net))
    return asked


def factor_question(headers: Iterable[str]) -> Question:
    """Whether values have been multiplied by what their header says."""
    return Question(
        "factor_in_header",
        Text(
            "{names}: Der Kopf nennt einen Faktor. Sind die Werte schon damit multipliziert?",
            "{names}: the header names a factor. Are the values multiplied by it already?",
        ).format(names=some(headers)),
        answers=(
            answer(Text("ja, es ist der ganze Verbrauch", "yes, it is all the use"),
                   accepted=[INCLUDED]),
            answer(Text("nein: mit dem Faktor malnehmen", "no: multiply by the factor"),
                   accepted=[MULTIPLIES]),
        ),
    )  # fmt: skip


def net_question(headers: Iterable[str]) -> Question:
    """Whether gas told by its net calorific value is to be converted."""
    ratio = gross_over_net(carrier=Carrier.GAS)
    yes = Text("ja: mal {factor}", "yes: times {factor}").format(factor=exactly(ratio.value))
    return Question(
        "gas_by_net_value",
        Text(
            "{names}: Das Gas ist auf den Heizwert bezogen. Hier zählt es nach dem Brennwert, wie "
            "es abgerechnet wird. Umrechnen? ({source})",
            "{names}: the gas is told by its net calorific value. Here it counts by the gross "
            "one, as it is billed. Convert it? ({source})",
        ).format(names=some(headers), source=ratio.source),
        answers=(
            answer(yes, accepted=[CONVERTED]),
            answer(Text("nein, es sind Kilowattstunden nach Brennwert",
                        "no, these are kilowatt-hours by gross calorific value"),
                   accepted=[BY_GROSS]),
        ),
    )  # fmt: skip


AS_HEADER = Text("mal {factor}, wie der Kopf sagt", "times {factor}, as the header says")
AS_BILLED = Text(
    "vom Heizwert auf den Brennwert: mal {factor}",
    "from net to gross calorific value: times {factor}",
)
