"""The invented town's own server: a fortnight of its electricity, and what it runs on."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
from django.contrib.auth.models import User

from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.operations import add_source, state_renewable
from klimamosaik.streams.own.operations import NAME, keep, series_of
from klimamosaik.streams.own.renewable import RenewableKind, RenewableShare
from klimamosaik.streams.source_draft import SourceWish
from klimamosaik.web.demo.town import SEED

HOURS = 14 * 24
WATTS, RESTLESS = 11.0, 1.5  # [W] mean and scatter of a small server's share
SUPPLY = "Ökostromvertrag des Rechenzentrums (erfunden)"


def bring_own_server(municipality: Municipality, *, by: User, at: datetime) -> None:
    """Set this server up as a source of its own electricity; a second demo changes nothing."""
    if DataSource.objects.filter(municipality=municipality, kind=SourceKind.OWN).exists():
        return
    wish = SourceWish(
        municipality=municipality,
        kind=SourceKind.OWN,
        name=NAME,
        owner="Stadt Musterstadt (erfunden)",
        legal_basis="NKomVG § 4 (Beispiel)",
        licence="dl-de/zero-2-0",
        promised="stündlich",
        kept="2 Jahre",
    )
    source = add_source(wish=wish, by=by, at=at).source
    share = RenewableShare(1.0, RenewableKind.CONTRACT, at.year - 1, SUPPLY)
    state_renewable(source=source, share=share, by=by)
    keep(source, readings_of(source, at), at)


def readings_of(source: DataSource, at: datetime) -> pl.DataFrame:
    """A fortnight of hours up to `at`: estimated, as on a machine without counters."""
    watts = WATTS + RESTLESS * np.random.default_rng([SEED, 77]).standard_normal(HOURS)
    begins = [at - timedelta(hours=HOURS - hour) for hour in range(HOURS)]
    return pl.DataFrame(
        {
            "datastream": [series_of(source, at).datastream_id] * HOURS,
            "start": begins,
            "end": [begin + timedelta(hours=1) for begin in begins],
            "value": np.maximum(watts, 1.0) / 1000,
            "quality": ["estimated"] * HOURS,
        }
    )
