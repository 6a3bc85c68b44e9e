"""Organisations, people's roles in municipalities, and invitations."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from klimamosaik.people.log_in.models import WrongTries as WrongTries
from klimamosaik.people.roles import Role as Role
from klimamosaik.people.second_factor.models import SecondFactor as SecondFactor
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.history import History
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

INVITATION_LASTS = timedelta(days=14)


class OrganisationKind(TextEnum):
    """What kind of body takes part in a measure."""

    ADMINISTRATION = "administration", Text("Amt oder Stabsstelle", "administration")
    COMPANY = "municipal company", Text("kommunales Unternehmen", "municipal company")
    GRID_OPERATOR = "grid operator", Text("Netzbetreiber", "grid operator")
    OTHER = "other", Text("andere", "other")


class Organisation(models.Model):
    """A unit, company or operator that works on a municipality's measures."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="organisations"
    )
    name = models.CharField(said("Name", "name"), max_length=160)
    kind = models.CharField(
        said("Art des Akteurs", "kind of organisation"),
        max_length=20,
        choices=choices_of(OrganisationKind),
        default=OrganisationKind.ADMINISTRATION,
    )
    history = History(Text("Akteur", "organisation"), town="municipality")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_organisation_a_name")
        ]

    def __str__(self) -> str:
        return self.name


def rights_go_too(collector: Any, field: Any, members: Any, using: str) -> None:
    """What becomes of the people who worked for an organisation when it goes.

    They lose the role they had for its sake; without one they would edit the whole municipality.
    Who manages it never did so for the organisation, and stays.
    """
    managing = members.filter(role=Role.ADMIN)
    others = members.exclude(role=Role.ADMIN)
    if managing.exists():
        models.SET_NULL(collector, field, managing, using)
    if others.exists():
        models.CASCADE(collector, field, others, using)


class Membership(models.Model):
    """A person's role in a municipality."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=said("Person", "person"),
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(
        said("Rolle", "role"), max_length=10, choices=choices_of(Role), default=Role.READER
    )
    organisation = models.ForeignKey(  # its tasks are this person's to change; empty: none
        Organisation, null=True, blank=True, on_delete=rights_go_too, related_name="members"
    )
    from_groups = models.BooleanField(  # given and taken at each sign-on; False: by a person here
        said("aus den Gruppen der Stadt", "from the town's groups"), default=False
    )
    history = History(Text("Rolle", "role"), town="municipality", name=("user",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "municipality"], name="one_role_a_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.municipality}"


class TownAccount(models.Model):
    """An account at the town's identity provider, and the person it lets in here.

    Issuer and subject are all that makes it the same account: names and addresses change hands.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="town_account"
    )
    issuer = models.CharField(max_length=255)  # address of the provider
    subject = models.CharField(max_length=255)  # never given to anybody else by the issuer
    made_at = models.DateTimeField()
    signed_on_at = models.DateTimeField()  # the last time

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_a_town_account")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.issuer}"


class Invitation(models.Model):
    """A one-time password was handed to a person who has not yet chosen their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # own password chosen; empty: open

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"

    def ended(self, at: datetime) -> bool:
        """True where its one-time password no longer works."""
        return at - self.at > INVITATION_LASTS


class TokenScope(TextEnum):
    """What a token allows a program to do beyond reading what is public."""

    READ = "read", Text("alles der Gemeinde lesen", "read all of the municipality")
    OBSERVATIONS = "observations:write", Text("Messwerte schreiben", "write readings")
    ENTITIES = "entities:write", Text("Sensoren anlegen und ändern", "make and change sensors")
    ADMIN = "admin", Text("alles, auch löschen", "everything, deleting included")


class ApiToken(models.Model):
    """A key for a program; what opens is shown once and stored as a digest only."""

    municipality = models.ForeignKey(  # None: all of this installation, made on the command line
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(said("wofür", "what for"), max_length=160)
    scopes = models.JSONField(said("darf", "may"), default=list)  # values of TokenScope
    datastreams = models.JSONField(  # ids it may write to; empty: all it can reach
        said("Messreihen", "series"), default=list, blank=True
    )
    handle = models.CharField(  # public part, also the name at a broker
        said("Kennung", "public part"), max_length=16, unique=True
    )
    digest = models.CharField(max_length=64)  # SHA-256 of the secret part
    broker_digest = models.CharField(max_length=250, blank=True)  # as mosquitto stores passwords
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(said("erstellt am", "made on"))
    ends_at = models.DateTimeField(said("gilt bis", "valid until"), null=True, blank=True)
    used_at = models.DateTimeField(said("zuletzt benutzt", "last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(  # empty: it is valid
        said("widerrufen am", "revoked on"), null=True, blank=True
    )
    history = History(
        Text("Zugangsschlüssel", "access token"),
        town="municipality",
        excluded_fields=["digest", "broker_digest", "used_at"],
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    def may(self, scope: TokenScope) -> bool:
        """True where its scopes include this one.

        `admin` includes all; who changes sensors reads them. A sensor that only reports reads
        nothing: its token hangs at a lamp post.
        """
        including = {scope, TokenScope.ADMIN}
        if scope is TokenScope.READ:
            including.add(TokenScope.ENTITIES)
        return any(each.value in self.scopes for each in including)

    def may_write_to(self, datastream: int) -> bool:
        """True where it may write readings to this datastream, as far as its scopes go."""
        if TokenScope.ADMIN.value in self.scopes:
            return True
        named = not self.datastreams or datastream in self.datastreams
        return named and TokenScope.OBSERVATIONS.value in self.scopes

    def stands(self, at: datetime) -> bool:
        """True where it opens at this moment."""
        return self.revoked_at is None and (self.ends_at is None or at < self.ends_at)
