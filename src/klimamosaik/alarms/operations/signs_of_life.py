"""Signs of life of the processes that work by themselves."""

import socket
from datetime import datetime, timedelta

from klimamosaik.alarms.models import SignOfLife

OFTEN = 4


def alive(*, name: str, every: timedelta, at: datetime) -> None:
    """A process says that it works and will say so again within `every`.

    Said more often than four times in that time, it is noted four times.
    """
    fresh = SignOfLife.objects.filter(name=name, host=socket.gethostname(), ended_at=None)
    if fresh.filter(at__gt=at - every / OFTEN, at__lte=at, every=every).exists():
        return
    SignOfLife.objects.update_or_create(
        name=name, host=socket.gethostname(), defaults={"at": at, "every": every, "ended_at": None}
    )


def ended(*, name: str, at: datetime) -> None:
    """A process ends because it was asked to: nobody has to be told."""
    SignOfLife.objects.filter(name=name, host=socket.gethostname()).update(ended_at=at)
