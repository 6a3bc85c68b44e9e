"""Work on a selection: at once where it is short, beside the page where it is long."""

from datetime import datetime, timedelta
from threading import Thread

from django.db import connection

from klimamosaik.planning.models import Selection, SelectionState
from klimamosaik.planning.operations import work_out
from klimamosaik.records.same_database import renew_connections

AT_ONCE = 150  # measures times years that are worked out in about a second
GIVEN_UP = timedelta(minutes=10)  # after that nobody is working on it any more


def begin(selection: Selection, measures: int) -> None:
    """Work the selection out now, or in a thread of its own where it is large."""
    if measures * (selection.last_year - selection.first_year + 1) <= AT_ONCE:
        work_out(selection=selection)
        return
    Thread(target=alone, args=(selection,), daemon=True).start()


def alone(selection: Selection) -> None:
    """Run in a thread that has its own connection to the database."""
    renew_connections()
    try:
        work_out(selection=selection)
    finally:
        connection.close()


def interrupted(selection: Selection, now: datetime) -> bool:
    """True where the work must have ended with the server it ran on."""
    return selection.stand == SelectionState.WORKING and now - selection.at > GIVEN_UP
