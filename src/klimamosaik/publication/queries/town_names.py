"""Which municipalities have a public page: asked at the log-in, so it loads nothing else."""

from klimamosaik.publication.models import PublicPage


def names_of_public_towns() -> tuple[tuple[str, str], ...]:
    """Key and name of all municipalities whose public page is on, by name."""
    rows = PublicPage.objects.filter(on_since__isnull=False).order_by("municipality__name")
    return tuple(rows.values_list("municipality_id", "municipality__name"))
