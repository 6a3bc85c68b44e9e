"""The grid as an Excel file: out, and in again with a preview."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from klimamosaik.balance.entry_preview import preview_entries
from klimamosaik.balance.entry_views import RECKONED, STORED
from klimamosaik.balance.operations import carry_out
from klimamosaik.balance.queries.balances import entered_years, entries, years_of
from klimamosaik.balance.sheet.reading import ReadWorkbook, read_workbook
from klimamosaik.balance.sheet.writing import balance_workbook
from klimamosaik.observations.operations.reading import upload_limits
from klimamosaik.observations.operations.staging import stage, staged
from klimamosaik.observations.operations.upload import Upload
from klimamosaik.observations.operations.uploads import deciding
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.language import reader_language, translate
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import offer_undo
from klimamosaik.sources.apart import apart
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.years import YEARS, possible_year

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_YEARS = 40  # in one file
COMPLAINTS_SHOWN = 50
GONE = Text(
    "Diese Datei liegt nicht mehr bereit. Bitte wählen Sie sie noch einmal aus.",
    "This file is no longer waiting. Please choose it once more.",
)


def waiting() -> Path:
    """Where uploaded tables wait for a person to look."""
    folder: Path = settings.DATA_DIR / "staging-balance"
    return folder


@municipality_page(Role.READER)
def download(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The grid of the years asked for, else of all there are."""
    asked = {year for text in request.GET.getlist("jahr") if (year := possible_year(text))}
    years = sorted(asked) or list(years_of(ags=municipality.ags)) or [timezone.now().year - 1]
    content = balance_workbook(
        ags=municipality.ags, years=years[-MOST_YEARS:], language=reader_language()
    )
    answer = HttpResponse(content, content_type=EXCEL)
    span = "-".join(dict.fromkeys((str(years[0]), str(years[-1]))))
    name = f"bilanz-{municipality.ags}-{span}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@municipality_page(Role.EDITOR)
def upload(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Choose a filled table; it is read and shown before anything is stored."""
    page = {"years": years_of(ags=municipality.ags), "earliest": YEARS[0]}
    if request.method != "POST":
        return render(request, "balance/upload.html", page)
    given = [
        (Path(file.name or "?").name, file.chunks()) for file in request.FILES.getlist("table")
    ]
    try:
        kept = stage(
            root=waiting(),
            ags=municipality.ags,
            user=current_user(request).pk,
            files=given[:1],
            limit_mb=settings.UPLOAD_MB,
        )
    except InputRejected as refusal:
        refused = {"complaints": refusal.complaints, "invalid": True}
        return render(request, "balance/upload.html", refused | page)
    return redirect("balance_preview", ags=municipality.ags, token=kept.token)


@municipality_page(Role.EDITOR)
def preview(request: HttpRequest, municipality: Municipality, token: str) -> HttpResponse:
    """What the table would change; all is stored or nothing."""
    user = current_user(request).pk
    found = staged(root=waiting(), token=token, ags=municipality.ags, user=user)
    with deciding(request, found) as kept:
        if kept is not None:
            return looked(request, municipality, kept)
    messages.error(request, translate(GONE))
    return redirect("balance_upload", ags=municipality.ags)


def looked(request: HttpRequest, municipality: Municipality, kept: Upload) -> HttpResponse:
    """The preview of a table that waits, or what was decided about it."""
    user = current_user(request)
    if request.method == "POST" and request.POST.get("do") == "discard":
        kept.discard()
        return redirect("balance_upload", ags=municipality.ags)
    try:
        found = understood(kept, municipality)
    except InputRejected as refusal:
        kept.discard()
        told = {"complaints": refusal.complaints, "invalid": True}
        told["years"] = years_of(ags=municipality.ags)
        return render(request, "balance/upload.html", told)
    foreseen = preview_entries(ags=municipality.ags, wishes=found.wishes)
    if request.method == "POST" and foreseen.storable and not found.complaints:
        with noting() as act:
            changed = carry_out(
                municipality=municipality, wishes=foreseen.wishes, by=user, at=timezone.now()
            )
        kept.discard()
        grid = reverse("balance_grid", args=[municipality.ags, found.years[-1]])
        offer_undo(request, STORED.format(n=changed), act, back=grid)
        tell_done(request, Deed.BALANCE_ENTERED, RECKONED, found.years[-1])
        return redirect("balance_grid", ags=municipality.ags, year=found.years[-1])
    complaints = (*found.complaints, *foreseen.complaints)
    page: dict[str, object] = {
        "foreseen": foreseen,
        "complaints": complaints[:COMPLAINTS_SHOWN],
        "invalid": bool(complaints),
        "more": max(0, len(complaints) - COMPLAINTS_SHOWN),
        "name": kept.names[0],
        "table": True,
    }
    return render(request, "balance/foreseen.html", page)


def understood(kept: Upload, municipality: Municipality) -> ReadWorkbook:
    """The wishes of a waiting table; raises InputRejected where it is no such table."""
    own = {
        (year, cell.item): cell
        for year in entered_years(ags=municipality.ags)
        for cell in entries(ags=municipality.ags, year=year)
    }
    return apart(
        read_workbook,
        data=kept.data(0),
        name=kept.names[0],
        ags=municipality.ags,
        own=own,
        limit_mb=settings.UPLOAD_MB,
        limits=upload_limits(),
    )
