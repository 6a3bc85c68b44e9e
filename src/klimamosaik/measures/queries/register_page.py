"""Where the page of a measure in the register is."""

from django.urls import reverse

from klimamosaik.measures.models import Measure


def register_page(measure: Measure, section: str = "") -> str:
    """The address of a measure's page, or of a section of it, as "money"."""
    page = reverse("measure_register", args=[measure.municipality_id, measure.pk])
    return f"{page}#{section}" if section else page
