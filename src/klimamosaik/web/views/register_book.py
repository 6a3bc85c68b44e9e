"""The register as an Excel workbook, with what was measured downstream of it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.evidence.queries.experiences import summaries_of_effects
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@municipality_page(Role.READER)
def download(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Measures, lessons and measured effects: to be edited here, or read elsewhere."""
    del request
    data = workbook(
        municipality=municipality,
        measured=summaries_of_effects(municipality=municipality),
        language=reader_language(),
    )
    response = HttpResponse(data, content_type=EXCEL)
    name = f"massnahmen_{municipality.ags}_{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
