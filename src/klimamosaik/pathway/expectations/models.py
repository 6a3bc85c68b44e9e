"""Each act of taking expectations over for many measures at once, so that it can be undone."""

from django.conf import settings
from django.db import models

from klimamosaik.places.models import Municipality


class ExpectationDelivery(models.Model):
    """Expectations one person entered for several measures in one act."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rows = models.JSONField(default=list)  # [{"measure", "before", "after"}]; before null: new
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "expectation deliveries"

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.at:%Y-%m-%d}: {len(self.rows)}"
