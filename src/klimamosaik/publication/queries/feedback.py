"""What strangers wrote to a municipality, and until when it is to be answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from klimamosaik.publication.models import PublicFeedback

WITHIN = timedelta(days=28)  # until an answer is due; four weeks, as the page on wishes says


def received(*, ags: str) -> Sequence[PublicFeedback]:
    """All that was written to a municipality, what is open first."""
    rows = PublicFeedback.objects.filter(municipality=ags)
    return sorted(rows, key=lambda row: (row.answered_at is not None, -row.at.timestamp()))


def answer_due(row: PublicFeedback) -> datetime:
    """Until when a message is to be answered."""
    return row.at + WITHIN
