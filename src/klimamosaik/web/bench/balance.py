"""Balances: one, those of all municipalities, and the page; on statistics invented for it."""

from collections.abc import Iterator
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.balance.all_municipalities import everywhere_document
from klimamosaik.balance.estimates import imported_estimates
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.balance.sheet.writing import balance_workbook
from klimamosaik.balance.shipped_municipalities import shipped_places
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from klimamosaik.sources.statistics.folder import Statistics
from klimamosaik.sources.statistics.keeping import keep
from klimamosaik.sources.statistics.municipalities import Municipalities
from klimamosaik.web.bench.figure import Speed, seconds, usual_seconds
from klimamosaik.web.bench.pages import page

MUNICIPALITIES = 10_789  # as many as Germany had in 2021
YEAR = 2021
AGS = "03403000"


def balances(municipalities: int = MUNICIPALITIES) -> Iterator[Speed]:
    """One balance and all of them from statistics of so many invented municipalities."""
    keep(Statistics(YEAR, invented(municipalities), (), ()), settings.DATA_DIR)
    imported_estimates.cache_clear()
    size = f"{municipalities:,} municipalities"
    yield Speed(
        f"statistics of {size} to estimates",
        seconds(partial(balance_of, ags=AGS, year=YEAR)),
        "s",
    )
    one = usual_seconds(partial(balance_of, ags=AGS, year=YEAR))
    yield Speed("one balance with verdict, variants and outliers", one * 1e3, "ms", "11 ms")
    every = seconds(partial(everywhere_document, year=YEAR))
    yield Speed(f"balances of {size}", every, "s", "10 s")
    sheet = partial(balance_workbook, ags=AGS, years=[YEAR], language="de")
    yield Speed("the grid of a year as Excel", usual_seconds(sheet) * 1e3, "ms")
    yield from pages()


def pages() -> Iterator[Speed]:
    """The pages of a balance, as the server answers them."""
    town, _ = Municipality.objects.get_or_create(ags=AGS, defaults={"name": "Oldenburg"})
    user, _ = User.objects.get_or_create(username="bench-balance")
    Membership.objects.get_or_create(user=user, municipality=town, defaults={"role": Role.EDITOR})
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    for name, path in (
        ("the balance", f"bilanz/{YEAR}/"),
        ("the grid of values", f"bilanz/{YEAR}/werte/"),
        ("why one value", f"bilanz/{YEAR}/werte/households.gas/"),
    ):
        yield from page(client, name, f"/{AGS}/{path}")


def invented(municipalities: int) -> Municipalities:
    """The municipalities that ship, repeated under other keys and scaled, in the order of keys."""
    places = shipped_places()
    dice = np.random.default_rng(0)
    row = dice.integers(0, len(places), municipalities)
    row[: len(places)] = np.arange(len(places))
    scale = dice.uniform(0.02, 1.5, municipalities)
    scale[: len(places)] = 1.0
    kept = ("ags", "name", "area_type", "district_population")
    columns: dict[str, Any] = {}
    for field in fields(Municipalities):
        values = getattr(places, field.name)[row]
        if field.name not in kept:
            values = values * (scale if values.ndim == 1 else scale[:, None])
        columns[field.name] = values
    others = [f"{number:08d}" for number in range(17_000_000, 17_000_000 + municipalities)]
    columns["ags"] = np.array([*places.ags, *others[len(places) :]])
    order = np.argsort(columns["ags"])
    return Municipalities(**{name: values[order] for name, values in columns.items()})
