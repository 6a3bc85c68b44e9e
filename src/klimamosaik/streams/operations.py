"""The doors that change data sources."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet, Sum

from klimamosaik.observations.models import Datastream, Latest
from klimamosaik.observations.operations.changing import change
from klimamosaik.people.tokens import digest_of
from klimamosaik.records.operations import delete, save
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.own.renewable import SETTING, RenewableShare, as_setting
from klimamosaik.streams.passwords import sealed
from klimamosaik.streams.retention import brought_by
from klimamosaik.streams.source_draft import SourceWish, refuse_incomplete
from klimamosaik.streams.spans import span_in
from klimamosaik.terms.complaint import rejected

SECRET_BYTES = 32


@dataclass(frozen=True)
class AddedSource:
    """A source that was added, and the token of who pushes, which is shown this once."""

    source: DataSource
    token: str = field(default="", repr=False)  # "": nobody pushes


def add_source(*, wish: SourceWish, by: AbstractBaseUser | None, at: datetime) -> AddedSource:
    """Take a source in. Raises InputRejected, with every complaint, where something is missing.

    Nothing is fetched by this; the background work begins with it within a minute.
    """
    refuse_incomplete(wish)
    if wish.municipality.data_sources.filter(name=wish.name.strip()).exists():
        raise rejected(
            "name_taken",
            "Eine Quelle „{name}“ gibt es schon. Bitte einen anderen Namen wählen.",
            "There is a source “{name}” already. Please choose another name.",
            name=wish.name.strip(),
        )
    token = secrets.token_urlsafe(SECRET_BYTES) if wish.kind is SourceKind.PUSH else ""
    source = DataSource(
        municipality=wish.municipality,
        kind=wish.kind,
        name=wish.name.strip(),
        address=wish.address.strip(),
        options=wish.options,
        secret=sealed(wish.secret),
        digest=digest_of(token) if token else "",
        owner=wish.owner.strip(),
        legal_basis=wish.legal_basis.strip(),
        licence=wish.licence.strip(),
        promised_every=wish.promised_every or timedelta(0),
        kept_for=span_in(wish.kept),
        added_by_id=by.pk if by else None,
        added_at=at,
    )
    return AddedSource(save(source, by=by), token)


def renew_token(*, source: DataSource, by: AbstractBaseUser | None) -> AddedSource:
    """Give who pushes a new token; the old one opens nothing any more."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    source.digest = digest_of(token)
    return AddedSource(save(source, by=by), token)


def renew_password(*, source: DataSource, password: str, by: AbstractBaseUser | None) -> None:
    """Log in with another password from the next time on; series and readings stay."""
    source.secret = sealed(password)
    save(source, by=by)


def pause(*, source: DataSource, by: AbstractBaseUser | None, at: datetime) -> None:
    """Stop listening; what is here stays."""
    source.paused_at = source.paused_at or at
    save(source, by=by)


def resume(*, source: DataSource, by: AbstractBaseUser | None) -> None:
    """Listen again; what came meanwhile is fetched where the source still has it."""
    source.paused_at = None
    save(source, by=by)


def leave_out(*, source: DataSource, key: str, out: bool, by: AbstractBaseUser | None) -> None:
    """Take a series of the source in no more, or again; what is here stays."""
    left = {each for each in source.options.get("left_out", []) if each != key}
    source.options = source.options | {"left_out": sorted(left | ({key} if out else set()))}
    save(source, by=by)


def state_renewable(
    *, source: DataSource, share: RenewableShare, by: AbstractBaseUser | None
) -> None:
    """Keep what the operator says of this server's electricity, with its source."""
    source.options = source.options | {SETTING: as_setting(share)}
    save(source, by=by)


@dataclass(frozen=True)
class LeftBehind:
    """What remains of a source that was removed."""

    series: int
    readings: int


def remains_of(source: DataSource) -> LeftBehind:
    """What would remain if the source were removed."""
    streams = Datastream.objects.filter(source_series__source=source)
    held = Latest.objects.filter(datastream__in=streams).aggregate(Sum("count"))["count__sum"]
    return LeftBehind(streams.count(), held or 0)


def remove_source(
    *, source: DataSource, with_readings: bool = False, by: AbstractBaseUser | None, at: datetime
) -> LeftBehind:
    """Stop listening for ever. Series and readings remain, unless they are to go as well.

    with_readings: they are withdrawn as a delivery, so that the history says so, and the series
    are gone; a figure published before can still be computed again.
    """
    with transaction.atomic():
        streams = Datastream.objects.filter(source_series__source=source)
        if with_readings:
            take_back(source, streams, at=at)
        left = remains_of(source)
        delete(source, by=by)
    return left


def take_back(source: DataSource, streams: QuerySet[Datastream], *, at: datetime) -> None:
    """Take all readings of a source away, and its series; meters of buildings stay as meters."""
    ids = list(streams.values_list("pk", flat=True))
    gone = pl.concat([brought_by(source, [each]) for each in ids]) if ids else pl.DataFrame()
    if not gone.is_empty():
        change(gone=gone, name=source.name, municipality=source.municipality, at=at)
    Datastream.objects.filter(pk__in=ids, meter_point=None).update(gone_at=at)
