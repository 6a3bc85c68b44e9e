"""Signs of life of the processes that work by themselves."""

import socket
from datetime import datetime, timedelta

from klimamosaik.alarms.models import SignOfLife


def alive(*, name: str, every: timedelta, at: datetime) -> None:
    """A process says that it works and will say so again within `every`."""
    SignOfLife.objects.update_or_create(
        name=name, host=socket.gethostname(), defaults={"at": at, "every": every, "ended_at": None}
    )


def ended(*, name: str, at: datetime) -> None:
    """A process ends because it was asked to: nobody has to be told."""
    SignOfLife.objects.filter(name=name, host=socket.gethostname()).update(ended_at=at)
