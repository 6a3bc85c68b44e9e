"""What a person corrected in a kind of file."""

from django.db import models

from klimamosaik.places.models import Municipality


class RememberedCorrections(models.Model):
    """What a person corrected in a kind of file, for the next file of that kind."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of headers and format, see sources.tables
    corrections = models.TextField()  # as Corrections.to_json writes them
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "remembered corrections"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fingerprint"], name="one_memory_a_kind_of_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.corrections}"
