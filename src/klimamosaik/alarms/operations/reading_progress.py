"""How far readings were looked at so far: asked all the time, so it loads no readings."""

from collections.abc import Sequence

from klimamosaik.alarms.models import LookedUpTo
from klimamosaik.alarms.rules import version
from klimamosaik.observations.queries.changes_since import FreshSpan
from klimamosaik.observations.queries.versions import data_version


def anything_unmarked() -> bool:
    """True where readings came that were not looked at yet, or the rules are others by now."""
    return begun().upto is not None


def begun() -> LookedUpTo:
    """How far it has come; with other rules from the beginning, and on to what is new by now."""
    looked, _ = LookedUpTo.objects.get_or_create(pk=1, defaults={"version": version()})
    if looked.version != version():
        looked.version, looked.done, looked.upto, looked.place = version(), 0, None, 0
    newest = data_version()
    if looked.upto is None and looked.done < newest:
        looked.upto, looked.place = newest, 0
    return looked


def note_looked(looked: LookedUpTo, spans: Sequence[FreshSpan], most: int) -> None:
    """Note how far it has come."""
    if len(spans) < most:
        looked.done, looked.upto, looked.place = looked.upto or looked.done, None, 0
    else:
        looked.place = spans[-1].datastream
    looked.save()
