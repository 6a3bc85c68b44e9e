"""What the pages of the register share: who asks, and how a refusal is said."""

from django.shortcuts import get_object_or_404

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Municipality


def measure_in(municipality: Municipality, pk: int) -> Measure:
    """A measure of the municipality, or 404."""
    return get_object_or_404(Measure, pk=pk, municipality=municipality)
