"""What residents wrote: the office reads it, answers by its own mail, and notes that it did."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.publication.feedback import answered
from klimamosaik.publication.models import PublicFeedback
from klimamosaik.publication.queries.feedback import answer_due, received
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.terms.text import Text, first_few

PAGE = re.compile(r"(?:[a-z-]+/(?:\d+/)?)?")  # what a page's form can send
NOTED = Text(
    "Als beantwortet vermerkt; die Adresse ist gelöscht.",
    "Noted as answered; the address is deleted.",
)


@dataclass(frozen=True)
class FeedbackLine:
    """One message, where it was written, and whether its answer is late."""

    row: PublicFeedback
    path: str  # of the page it was written on
    late: bool


@municipality_page(Role.EDITOR)
def feedback(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All messages, what is open first."""
    now = timezone.now()
    lines = [line_of(row, municipality.ags, now) for row in received(ags=municipality.ags)]
    return render(request, "publication/office_feedback.html", {"lines": lines})


def line_of(row: PublicFeedback, ags: str, now: datetime) -> FeedbackLine:
    """A message as the list shows it; only a page of this municipality becomes a link."""
    path = page_path(ags, row.page) if PAGE.fullmatch(row.page) else page_path(ags)
    return FeedbackLine(row, path, row.answered_at is None and answer_due(row) < now)


@require_POST
@municipality_page(Role.EDITOR)
def feedback_answered(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Note an answer; the address goes."""
    row = get_object_or_404(PublicFeedback, pk=pk, municipality=municipality)
    words = first_few([row.text], 1)[:300]
    return ask_first(
        request,
        WithdrawalQuestion(
            Text("Als beantwortet vermerken?", "Note as answered?"),
            Text(words, words),
            Text(
                "Die E-Mail-Adresse der Person wird dabei gelöscht, die Nachricht bleibt.",
                "The person's e-mail address is deleted, the message stays.",
            ),
            NOTED,
            Text("Vermerken", "Note it"),
            final=True,
        ),
        lambda: answered(ags=municipality.ags, pk=pk, at=timezone.now()),
        before=PageBefore(FEEDBACK, reverse("feedback", args=[municipality.ags])),
    )


FEEDBACK = Text("Rückmeldungen", "Feedback")
