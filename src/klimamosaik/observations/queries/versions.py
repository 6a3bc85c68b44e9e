"""How far the store has come: asked all the time, so it loads none of what reads readings."""

from datetime import datetime

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.store import version


def data_version() -> int:
    """The newest seq; 0 before the first delivery."""
    return version.current().newest


def last_delivered() -> datetime | None:
    """When the newest delivery came; None before the first."""
    return Delivery.objects.order_by("-seq").values_list("at", flat=True).first()


def unsettled_deliveries() -> int:
    """How many deliveries wait to be settled."""
    now = version.current()
    return now.newest - now.settled
