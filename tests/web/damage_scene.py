"""Pages of a data folder, asked as an editor in a process of its own, and what they say.

    python -m tests.web.damage_scene prepare|ask

The folder is that of the environment, prepared by `tests.web.backup.backup_scene`.
"""

import json
import logging
import re
import sys

import django
from django.test import Client

AGS = "03999998"
PAGES = (
    "", "massnahmen/", "energie/", "zaehler/", "zaehler/1/messwerte.csv", "gebaeude/",
    "gebaeude/1/", "bericht/", "dateien/",
)  # fmt: skip
LEDE = re.compile(r'class="lede">(.*?)</p>', re.DOTALL)


def main(what: str) -> None:
    """Prepare a town with a meter whose readings have settled, or ask all pages of it."""
    django.setup()
    if what == "prepare":
        prepare()
        return
    logging.disable(logging.CRITICAL)
    print(json.dumps(asked()))


def prepare() -> None:
    """The meter of a building gets the readings there are; an editor looks at them."""
    from django.contrib.auth.models import User

    from klimamosaik.observations.models import Datastream
    from klimamosaik.people.models import Membership, Role
    from klimamosaik.places.models import Building, MeterPoint, Municipality

    town = Municipality.objects.get(ags=AGS)
    building = Building.objects.create(municipality=town, name="Grundschule")
    point = MeterPoint.objects.create(building=building, carrier="electricity", name="Zähler 1")
    first = Datastream.objects.order_by("pk")[0].pk
    Datastream.objects.filter(pk=first).update(meter_point=point, station=None)
    user = User.objects.create_user("edda")
    Membership.objects.create(user=user, municipality=town, role=Role.EDITOR)


def asked() -> dict[str, tuple[int, str]]:
    """Status and first sentence of each page."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    log_in(client)
    said = {}
    for page in PAGES:
        answer = client.get(f"/{AGS}/{page}", follow=True)
        lede = LEDE.search(b"".join(answer).decode())
        said[page] = (answer.status_code, lede[1] if lede else "")
    return said


def log_in(client: Client) -> None:
    """As the editor; with a session nobody can look up where the database is not well."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import DatabaseError

    try:
        client.force_login(User.objects.get(username="edda"))
    except DatabaseError:
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32


if __name__ == "__main__":
    main(sys.argv[1])
