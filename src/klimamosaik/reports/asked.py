"""What a page of the report was asked for, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from klimamosaik.records.language import said
from klimamosaik.reports.pages import usual_years
from klimamosaik.reports.queries.energy import EARLIEST, LATEST


class YearsForm(forms.Form):
    """The span of calendar years."""

    von = forms.IntegerField(label=said("von", "from"), min_value=EARLIEST, max_value=LATEST)
    bis = forms.IntegerField(label=said("bis", "to"), min_value=EARLIEST, max_value=LATEST)
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

    @property
    def parts(self) -> dict[str, object]:
        """The question as the fields of its form."""
        return {"von": str(self.years[0]), "bis": str(self.years[-1]), "faktoren": self.factors}

    @property
    def query(self) -> str:
        """The same question in an address."""
        return urlencode(self.parts)


def asked(request: HttpRequest) -> tuple[ReportRequest, YearsForm]:
    """The span in the address, else the usual years; the form shows what was not understood."""
    usual = usual_years(today=timezone.localdate())
    if "von" not in request.GET and "bis" not in request.GET:
        form = YearsForm(initial={"von": usual[0], "bis": usual[-1], "faktoren": "direct"})
        return ReportRequest(usual, "direct"), form
    form = YearsForm(request.GET)
    if not form.is_valid():
        return ReportRequest(usual, "direct"), form
    low, high = sorted((form.cleaned_data["von"], form.cleaned_data["bis"]))
    return ReportRequest(
        tuple(range(low, high + 1)), form.cleaned_data["faktoren"] or "direct"
    ), form
