"""The work on one mirrored server, as often as it is due."""

import socket
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from urllib3.util import make_headers

from klimamosaik.sources.sensorthings.address import service_root
from klimamosaik.sources.sensorthings.asking import SensorThingsClient, SourceUnreachable
from klimamosaik.sources.sensorthings.outside import INSIDE, is_outside
from klimamosaik.streams.mirror.checking import check_series
from klimamosaik.streams.mirror.placing import MirroredPlaces
from klimamosaik.streams.mirror.rounds import MirrorRound, Spare, wanted
from klimamosaik.streams.models import DataSource
from klimamosaik.streams.source_state import state_of
from klimamosaik.terms.text import Text

PORTS = {"http": 80, "https": 443}
Client = Callable[[DataSource], SensorThingsClient]


def mirror(
    source: DataSource, *, now: datetime, spare: Spare, client: Client | None = None
) -> bool:
    """Bring a mirrored server up to date; True where some of it is still to come.

    Raises SourceUnreachable where it does not answer as it should; what came before is kept.
    """
    asked = (client or client_of)(source)
    MirrorRound(source, asked, now, spare).work()
    series = wanted(MirroredPlaces.of(source), source)
    check_series(source=source, series=series, client=asked, now=now, spare=spare)
    progress = state_of(source).progress
    share = progress.get("history", {}).get("share", 1.0)
    return bool(share < 1.0 or progress.get("unfinished"))


def client_of(source: DataSource) -> SensorThingsClient:
    """Who asks the server of a source, logged in where it has a user.

    Raises SourceUnreachable for an address inside, unless whoever runs this server allowed it.
    """
    root = service_root(source.address)
    outside = not source.options.get("internal")
    if outside:
        refuse_inside(root)
    return SensorThingsClient(root, headers=log_in(source), outside=outside)


def log_in(source: DataSource) -> dict[str, str]:
    """How a source is logged in at: with user and password, with a token alone, or not at all.

    Raises InputRejected where the password cannot be opened.
    """
    user, password = source.options.get("user", ""), source.password
    if user:
        return make_headers(basic_auth=f"{user}:{password}")
    return {"authorization": f"Bearer {password}"} if password else {}


def refuse_inside(root: str) -> None:
    """Refuse a host of our own network: a page must not be a window into it."""
    url = urlsplit(root)
    try:
        found = socket.getaddrinfo(url.hostname, url.port or PORTS[url.scheme])
    except OSError as error:
        raise SourceUnreachable(UNKNOWN_HOST.format(host=url.hostname)) from error
    if not all(is_outside(str(each[4][0])) for each in found):
        raise SourceUnreachable(INSIDE.format(host=url.hostname))


UNKNOWN_HOST = Text(
    "Es gibt keinen Server mit dem Namen „{host}“: Ist er richtig geschrieben?",
    "There is no server with the name “{host}”: is it spelt right?",
)
