"""What the server remembers of what it told and was told by MQTT."""

from django.db import models


class ToldByMqtt(models.Model):
    """How far telling has come; one row, made by whoever tells first."""

    seq = models.BigIntegerField()  # newest delivery all of which was told
    within = models.PositiveBigIntegerField(default=0)  # readings of the next one that were told
    at = models.DateTimeField()  # when somebody last looked what there is to tell

    class Meta:
        verbose_name_plural = "told by MQTT"

    def __str__(self) -> str:
        return f"{self.seq} + {self.within}"


class EntityToTell(models.Model):
    """An entity that was made or changed and is to be told; gone once it was."""

    entities = models.CharField(max_length=30)  # its set: "Things"
    number = models.BigIntegerField()  # its id
    changed = models.JSONField(default=list)  # properties of the model; empty: it is new

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "entities to tell"

    def __str__(self) -> str:
        return f"{self.entities}({self.number})"


class AskedByMqtt(models.Model):
    """A topic somebody subscribed to, so that its choice of properties is told, too."""

    topic = models.CharField(max_length=500, unique=True)
    at = models.DateTimeField()  # when somebody last did

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "asked by MQTT"

    def __str__(self) -> str:
        return self.topic


class MomentOfMessage(models.Model):
    """When a message came that named no time: handed over again, it still came then."""

    number = models.PositiveIntegerField(unique=True)  # the broker's, used again and again
    digest = models.CharField(max_length=64)  # of topic and payload
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "moments of messages"

    def __str__(self) -> str:
        return f"{self.number} {self.at:%Y-%m-%d %H:%M:%S}"


class CreatedByMqtt(models.Model):
    """How many readings came at the broker's door for creating; one row."""

    stored = models.PositiveBigIntegerField(
        default=0
    )  # messages; handed over again they count again
    ignored = models.PositiveBigIntegerField(default=0)  # messages that were none
    at = models.DateTimeField(null=True, blank=True)  # of the last message
    problem = models.JSONField(default=dict, blank=True)  # {"de", "en"}: why the last was ignored

    class Meta:
        verbose_name_plural = "created by MQTT"

    def __str__(self) -> str:
        return f"{self.stored}, {self.ignored}"
