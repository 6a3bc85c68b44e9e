from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from klimamosaik.agenda.lines import AgendaLine
    from klimamosaik.places.models import Municipality


class WebConfig(AppConfig):
    name = "klimamosaik.web"
    label = "web"

    def ready(self) -> None:
        """Look at the database's file at each request; the agenda tells how the software runs."""
        from klimamosaik.agenda.lines import FURTHER
        from klimamosaik.records.same_database import watch

        watch()
        FURTHER.append(running)


def running(municipality: "Municipality", now: datetime) -> "Iterable[AgendaLine]":
    """How the software runs; loaded when first asked, as most commands never ask."""
    from klimamosaik.web import software_agenda as room

    return room.running(municipality, now)
