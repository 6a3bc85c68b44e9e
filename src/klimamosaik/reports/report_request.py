"""What a page of the report was asked for, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from klimamosaik.places.models import Municipality
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import YearField
from klimamosaik.reports.queries.years import ReportYears, report_years
from klimamosaik.terms.text import Text
from klimamosaik.terms.years import YEARS


class YearsForm(forms.Form):
    """The span of calendar years."""

    von = YearField(label=said("von", "from"), min_value=YEARS[0], max_value=YEARS[1])
    bis = YearField(label=said("bis", "to"), min_value=YEARS[0], max_value=YEARS[1])
    faktoren = forms.ChoiceField(
        label=said("CO₂-Faktoren", "CO₂ factors"),
        required=False,
        choices=[
            ("direct", said("direkt, ohne Vorketten", "direct, without upstream chains")),
            ("upstream", said("mit Vorketten", "with upstream chains")),
        ],
    )


@dataclass(frozen=True)
class ReportRequest:
    """What a page was asked for."""

    years: tuple[int, ...]
    factors: str
    usual: ReportYears  # what is shown unless other years are asked for

    @property
    def parts(self) -> dict[str, object]:
        """The question as the fields of its form."""
        return {"von": str(self.years[0]), "bis": str(self.years[-1]), "faktoren": self.factors}

    @property
    def why_years(self) -> Text | None:
        """Why these years are shown, where nobody asked for others."""
        return self.usual.why if self.years == self.usual.years else None

    @property
    def query(self) -> str:
        """The same question in an address."""
        return urlencode(self.parts)


def asked(request: HttpRequest, municipality: Municipality) -> tuple[ReportRequest, YearsForm]:
    """The span in the address, else the usual years; the form shows what was not understood."""
    known = report_years(municipality=municipality, today=timezone.localdate())
    usual = known.years
    if "von" not in request.GET and "bis" not in request.GET:
        form = YearsForm(initial={"von": usual[0], "bis": usual[-1], "faktoren": "direct"})
        return ReportRequest(usual, "direct", known), form
    form = YearsForm(request.GET)
    if not form.is_valid():
        return ReportRequest(usual, "direct", known), form
    low, high = sorted((form.cleaned_data["von"], form.cleaned_data["bis"]))
    factors = form.cleaned_data["faktoren"] or "direct"
    return ReportRequest(tuple(range(low, high + 1)), factors, known), form
