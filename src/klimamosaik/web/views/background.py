"""What the background work does, for who manages a municipality."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.newest import newest_of_each
from klimamosaik.measures.models import Measure
from klimamosaik.observations.queries.versions import unsettled_deliveries
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.sensorthings.models import CreatedByMqtt
from klimamosaik.web.background_state import BackgroundTask, TaskState, state
from klimamosaik.web.backup.last import last_backup


@municipality_page(Role.ADMIN)
def background(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What the background work did last, what it is doing, what waits, and what failed."""
    now, found = timezone.now(), state()
    alone = settings.BACKUP is not None
    shown = [task for task in BackgroundTask if alone or task is not BackgroundTask.BACKUP]
    measures = Measure.objects.filter(municipality=municipality).select_related("municipality")
    page = {
        "state": found,
        "well": found.well(now),
        "tasks": [(task, found.tasks.get(task, TaskState())) for task in shown],
        "backup": last_backup(),
        "backed_up_alone": alone,
        "deliveries": unsettled_deliveries(),
        "by_mqtt": CreatedByMqtt.objects.first(),
        "effects": sum(not each.current for each in newest_of_each(list(measures)).values()),
    }
    return render(request, "background.html", page)
