"""Troubles begin once, go on, and end by themselves when what was wrong is right again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.records.operations import save_all
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

NOT_KNOWN = Text("", "")
Key = tuple[str, str, int | None, int | None, int | None]
ALL = Q()


@dataclass(frozen=True)
class FoundTrouble:
    """Something that is wrong now."""

    rule: TroubleRule
    municipality: str  # AGS
    since: datetime
    because: Text
    source: int | None = None
    datastream: int | None = None
    meter_point: int | None = None
    cost: Estimate | None = None  # [EUR/a]
    cost_source: Text = NOT_KNOWN  # of the price, or why there is none
    ended: datetime | None = None  # it is over by now, and is told all the same

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.rule, self.municipality, self.source, self.datastream, self.meter_point

    def fields(self) -> dict[str, object]:
        """What is told of it, as it is stored; it may change from day to day."""
        cost = self.cost
        return {
            "because": self.because.both(),
            "cost": cost and cost.mean,
            "cost_low": cost and cost.low,
            "cost_high": cost and cost.high,
            "cost_source": self.cost_source.both() if self.cost_source.de else {},
        }


def key_of(trouble: Trouble) -> Key:
    """What a stored trouble is about."""
    return (
        trouble.rule, trouble.municipality_id, trouble.source_id, trouble.datastream_id,
        trouble.meter_point_id,
    )  # fmt: skip


def keep_troubles(
    found: Iterable[FoundTrouble],
    *,
    rules: Collection[TroubleRule],
    at: datetime,
    within: Q = ALL,
) -> tuple[int, int]:
    """Begin what is new and end what is no longer found; how many began and ended.

    rules, within: what was looked for, and where; other troubles stay as they are.
    """
    lasting = {key_of(each): each for each in standing(rules).filter(within)}
    wanted = {each.key: each for each in found}
    fresh = [each for key, each in wanted.items() if key not in lasting]
    save_all([begun(each, at) for each in fresh], by=None)
    over = [trouble.pk for key, trouble in lasting.items() if key not in wanted]
    for key, trouble in lasting.items():
        if key in wanted:
            renew_sentence(trouble, wanted[key])
            over += [trouble.pk] if wanted[key].ended else []
    Trouble.objects.filter(pk__in=over, ended_at=None).update(ended_at=at)
    return len(fresh), len(over)


def standing(rules: Collection[TroubleRule]) -> QuerySet[Trouble]:
    """Troubles of these rules that last."""
    return Trouble.objects.filter(ended_at=None, rule__in=[each.value for each in rules])


def begun(found: FoundTrouble, at: datetime) -> Trouble:
    """A trouble as it is stored when it is noticed."""
    return Trouble(
        rule=found.rule.value,
        municipality_id=found.municipality,
        source_id=found.source,
        datastream_id=found.datastream,
        meter_point_id=found.meter_point,
        since=found.since,
        noticed_at=at,
        ended_at=found.ended,
        **found.fields(),
    )


def renew_sentence(trouble: Trouble, found: FoundTrouble) -> None:
    """What is told of a trouble that lasts, where it says something else by now."""
    fields = found.fields()
    if any(getattr(trouble, name) != value for name, value in fields.items()):
        Trouble.objects.filter(pk=trouble.pk).update(**fields)
