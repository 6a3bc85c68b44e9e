"""Doors of what strangers write: it is kept for the office and never sent on to anybody."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from klimamosaik.publication.models import PublicFeedback

LONGEST = timedelta(days=183)  # an address is kept, also where nobody noted an answer


def receive(*, ags: str, page: str, text: str, email: str, token: str, at: datetime) -> bool:
    """Keep what was written; False where this form was sent before."""
    try:
        with transaction.atomic():
            PublicFeedback.objects.create(
                municipality_id=ags, page=page, text=text, email=email, token=token, at=at
            )
    except IntegrityError:
        return False
    return True


def answered(*, ags: str, pk: int, at: datetime) -> None:
    """Note that it was answered and forget the address."""
    rows = PublicFeedback.objects.filter(municipality=ags, pk=pk, answered_at=None)
    rows.update(answered_at=at, email="")


def forget_addresses(*, at: datetime) -> int:
    """Delete addresses of messages nobody noted an answer to for half a year; how many."""
    old = PublicFeedback.objects.filter(at__lt=at - LONGEST).exclude(email="")
    return old.update(email="")
