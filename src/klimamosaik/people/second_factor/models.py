"""Who logs in with a second factor."""

from django.conf import settings
from django.db import models

from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


class SecondFactor(models.Model):
    """A person is asked for a code after the password; the secrets are kept by django-otp."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="second_factor",
        verbose_name=said("Person", "person"),
    )
    since = models.DateTimeField()
    history = History(
        Text("zweiter Faktor", "second factor"),
        town="user__memberships__municipality",
        name=("user",),
        excluded_fields=["since"],
    )

    def __str__(self) -> str:
        return str(self.user)
