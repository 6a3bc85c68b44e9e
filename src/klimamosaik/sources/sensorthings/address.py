"""Addresses of another server: its root, its pages, and that nothing leads away from it."""

import re
from urllib.parse import quote

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.parts_of_address import split_address

VERSION = re.compile(r"/v1\.[01](?=/|$|\?)")
KEPT = "$(),=/:'*-_.~@"  # of a query's value; a semicolon goes as %3B, some proxies need that


def service_root(address: str) -> str:
    """The root of a server as it is asked, without an end slash.

    address: as a person writes it, with or without the slash or a set's name behind the version.
    Raises InputRejected for anything but a web address that names its version.
    """
    url = split_address(address.strip())
    found = VERSION.search(url.path)
    if url.scheme not in ("http", "https") or not url.hostname or found is None or url.username:
        raise rejected(
            "no_sensorthings_address",
            "„{address}“ ist keine Adresse eines SensorThings-Servers: Sie beginnt mit https:// "
            "und endet auf die Version, z. B. https://frost.example.org/FROST-Server/v1.1",
            "“{address}” is no address of a SensorThings server: it begins with https:// and ends "
            "with the version, e.g. https://frost.example.org/FROST-Server/v1.1",
            address=address,
        )
    return f"{url.scheme}://{url.netloc}{url.path[: found.end()]}"


def inside(link: str, root: str) -> str:
    """A link of the server's answers, below its own root whatever host it names.

    A server behind a proxy often names its inner host, and a hostile one somebody else's: only
    what stands behind the version is taken. Raises InputRejected where there is none.
    """
    found = VERSION.search(link)
    if found is not None:
        return root + link[found.end() :]
    if not re.match(r"[a-z]+:|/", link):
        return f"{root}/{link}"
    raise rejected(
        "link_leads_away",
        "Der Server verweist auf „{link}“, und das liegt nicht unter {root}.",
        "The server points to “{link}”, which is not below {root}.",
        link=link[:200],
        root=root,
    )


def asked(path: str, **options: str) -> str:
    """A path with its query options: asked("Things", top="5") is Things?$top=5."""
    query = "&".join(f"${name}={quote(value, safe=KEPT)}" for name, value in options.items())
    return f"{path}?{query}" if query else path


def link_of(kind: str, number: object) -> str:
    """How an entity is addressed: Things(1), Things('a')."""
    if isinstance(number, int) and not isinstance(number, bool):
        return f"{kind}({number})"
    text = str(number).replace("'", "''")
    return f"{kind}('{text}')"
