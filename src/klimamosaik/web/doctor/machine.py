"""What the machine and the settings say."""

import os
import platform
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from klimamosaik import __version__
from klimamosaik.observations.models import Delivery
from klimamosaik.people.second_factor.queries import managing_without_factor
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.doctor.finding import DoctorFinding, ill, odd, well
from klimamosaik.web.folder_version import refuse_unfit, steps_missing
from klimamosaik.web.private_files import open_to_others
from klimamosaik.web.serving.server import connections_needed

SCARCE, FULL = 5e9, 5e8  # [bytes] free
AHEAD = timedelta(minutes=10)  # a delivery may lie so far in the future before a clock is doubted


def versions() -> Iterator[DoctorFinding]:
    """What runs here."""
    yield well(
        "versions",
        Text(
            "Klimamosaik {ours}, Python {python}, {database} {number}.",
            "Klimamosaik {ours}, Python {python}, {database} {number}.",
        ).format(
            ours=__version__,
            python=platform.python_version(),
            database=connection.display_name,
            number=".".join(map(str, connection.get_database_version())),
        ),
    )


def address() -> Iterator[DoctorFinding]:
    """Where people find it."""
    if settings.DEBUG:
        yield ill(
            "debug",
            Text(
                "KLIMAMOSAIK_DEBUG=1 zeigt Fremden Fehler im Einzelnen: bitte abschalten.",
                "KLIMAMOSAIK_DEBUG=1 shows strangers errors in detail: please turn it off.",
            ),
        )
    if not settings.PUBLIC_ADDRESS:
        yield odd(
            "address",
            Text(
                "KLIMAMOSAIK_ADDRESS ist nicht gesetzt: Links in Codes, Feeds und Daten führen zu "
                "diesem Rechner.",
                "KLIMAMOSAIK_ADDRESS is not set: links in codes, feeds and data lead to this "
                "machine.",
            ),
        )
    elif not settings.SECURE:
        yield odd(
            "https",
            Text(
                "Die Adresse {address} ist ohne https: Passwörter gehen offen durchs Netz.",
                "The address {address} is without https: passwords travel in the open.",
            ).format(address=settings.PUBLIC_ADDRESS),
        )
    else:
        yield well(
            "address",
            Text("Öffentliche Adresse {address}.", "Public address {address}.").format(
                address=settings.PUBLIC_ADDRESS
            ),
        )


def disk() -> Iterator[DoctorFinding]:
    """Room on the disk of the data folder, and who may read there."""
    data = Path(settings.DATA_DIR)
    free = shutil.disk_usage(data).free
    said = Text(
        "Im Datenordner {data} sind {free:.1n} GB frei.",
        "In the data folder {data} {free:.1n} GB are free.",
    ).format(data=str(data), free=free / 1e9)
    make = ill if free < FULL else odd if free < SCARCE else well
    yield make("disk", said)


def access() -> Iterator[DoctorFinding]:
    """Who may read the data folder, and whether we may write there."""
    data = Path(settings.DATA_DIR)
    readable = list(open_to_others(data))
    if readable:
        yield odd(
            "permissions",
            Text(
                "{count:Datei oder Ordner|Dateien und Ordner} der Daten dürfen auch andere auf "
                "diesem Rechner lesen, zuerst {path}: chmod -R go= {data}",
                "{count:file or folder|files and folders} of the data may be read by others on "
                "this machine, too, first {path}: chmod -R go= {data}",
            ).format(count=len(readable), path=str(readable[0]), data=str(data)),
        )
    if not os.access(data, os.W_OK):
        yield ill("read_only", READ_ONLY.format(data=str(data)))


def second_factor() -> Iterator[DoctorFinding]:
    """Whether those who manage a municipality log in with more than a password."""
    count = managing_without_factor()
    if count and settings.SECOND_FACTOR == "off":
        yield odd(
            "second_factor",
            Text(
                "{count:Person verwaltet|Personen verwalten} eine Gemeinde mit dem Passwort "
                "allein: KLIMAMOSAIK_SECOND_FACTOR=admins verlangt einen zweiten Faktor.",
                "{count:person manages|people manage} a municipality with a password alone: "
                "KLIMAMOSAIK_SECOND_FACTOR=admins asks for a second factor.",
            ).format(count=count),
        )


def layout() -> Iterator[DoctorFinding]:
    """Whether the database is of this version."""
    try:
        refuse_unfit()
    except InputRejected as refused:
        yield from (ill("layout_newer", each.text) for each in refused.complaints)
        return
    if waiting := steps_missing():
        yield ill(
            "layout",
            Text(
                "Die Datenbank ist von einer älteren Version ({count:Schritt fehlt|Schritte "
                "fehlen}): der nächste Start sichert sie und bringt sie auf den Stand.",
                "The database is of an older version ({count:step is|steps are} missing): the next "
                "start backs it up and brings it up to date.",
            ).format(count=waiting),
        )


def connections() -> Iterator[DoctorFinding]:
    """Whether PostgreSQL lets in as many as may come from here."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int"
            " - current_setting('superuser_reserved_connections')::int"
        )
        (most,) = cursor.fetchone()
    need = connections_needed(settings.WORKERS)
    if need > most:
        yield odd("connections", CONNECTIONS.format(most=most, need=need, workers=settings.WORKERS))


def clock(now: datetime) -> Iterator[DoctorFinding]:
    """Whether this machine's clock went back."""
    newest = Delivery.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest - now > AHEAD:
        yield ill(
            "clock",
            Text(
                "Die Uhr geht nach: ein Import ist vom {at:time}, also später als jetzt.",
                "The clock is slow: an import is of {at:time}, later than now.",
            ).format(at=newest.astimezone(LOCAL)),
        )


CONNECTIONS = Text(
    "PostgreSQL lässt {most} Verbindungen zu, {workers:Prozess hier kann|Prozesse hier können} "
    "aber {need} brauchen: bitte max_connections in postgresql.conf erhöhen oder weniger "
    "KLIMAMOSAIK_WORKERS nehmen.",
    "PostgreSQL lets in {most} connections, but {workers:process|processes} here may need {need}: "
    "please raise max_connections in postgresql.conf or take fewer KLIMAMOSAIK_WORKERS.",
)
READ_ONLY = Text(
    "In den Datenordner {data} darf Klimamosaik nicht schreiben: bitte dem Benutzer des Dienstes "
    "geben (chown).",
    "Klimamosaik may not write to the data folder {data}: please give it to the user of the "
    "service (chown).",
)
