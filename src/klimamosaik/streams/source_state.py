"""How a source is doing, written down by the work that listens to it."""

from datetime import datetime
from typing import Any

from django.db.models import Sum

from klimamosaik.observations.models import Latest
from klimamosaik.streams.models import DataSource, SourceState
from klimamosaik.terms.text import Text


def state_of(source: DataSource) -> SourceState:
    """The state of a source, made where there is none yet."""
    state, _ = SourceState.objects.get_or_create(source=source)
    return state


def heard(source: DataSource, *, at: datetime, **more: Any) -> None:
    """Note that the source answered or sent something; what was wrong is over."""
    state_of(source)
    SourceState.objects.filter(pk=source.pk).update(
        heard_at=at, failing_since=None, problem={}, **more
    )


def stored(source: DataSource, *, at: datetime) -> None:
    """Note that readings of the source were stored, and how many there are by now."""
    ids = source.series.exclude(datastream=None).values("datastream")
    held = Latest.objects.filter(datastream__in=ids).aggregate(Sum("count"))["count__sum"] or 0
    heard(source, at=at, reading_at=at, readings=held)


def failed(source: DataSource, *, text: Text, at: datetime) -> None:
    """Note that the source does not do what it should; since when stays as it was."""
    state = state_of(source)
    state.failing_since = state.failing_since or at
    state.problem = dict(text.both())
    state.save(update_fields=["failing_since", "problem"])


def keep_progress(source: DataSource, progress: dict[str, Any]) -> None:
    """Note how far the work on a source is, so that it goes on from there after any stop."""
    SourceState.objects.filter(pk=source.pk).update(progress=progress)
