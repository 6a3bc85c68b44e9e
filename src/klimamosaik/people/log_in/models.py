"""How often somebody was wrong: kept in the database, for all processes and across restarts."""

from django.db import models


class WrongTries(models.Model):
    """Tries counted of one name, one address or one browser; nothing of what was typed."""

    slot = models.CharField(max_length=64, unique=True)  # keyed digest of who is counted
    count = models.PositiveIntegerField(default=0)  # tries that were not right, since `since`
    since = models.DateTimeField()
    last = models.DateTimeField(db_index=True)  # the newest try
    pauses = models.PositiveSmallIntegerField(default=0)  # there were, each longer than the last
    noted = models.PositiveIntegerField(default=0)  # wrong tries since `noted_since`
    noted_since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "wrong tries"

    def __str__(self) -> str:
        return f"{self.slot[:8]}: {self.count}"
