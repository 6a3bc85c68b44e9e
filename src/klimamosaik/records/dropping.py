"""One page that asks before a record is taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from klimamosaik.records.language import translate
from klimamosaik.records.operations import delete
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Dropping:
    """What a person is asked before a record of a kind is taken back."""

    model: Any
    question: Text
    named: Callable[[Any], Text]
    then: Text  # what follows from it
    said: Text  # once it was done


@dataclass(frozen=True)
class PageBefore:
    """Where one came from, and goes back to."""

    name: Text
    address: str


def drop_page(
    request: HttpRequest, row: Model, dropping: Dropping, *, before: PageBefore, by: User
) -> HttpResponse:
    """Ask; the record goes once the question was answered, its history stays."""
    if request.method != "POST":
        page = {"asked": dropping, "what": dropping.named(row), "before": before}
        return render(request, "records/drop.html", page)
    delete(row, by=by)
    messages.success(request, translate(dropping.said))
    return redirect(before.address)
