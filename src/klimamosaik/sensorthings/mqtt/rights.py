"""Who may read and write which topics, as mosquitto keeps it: a file of names, a file of rights.

A stranger reads what is told below v1.1/, where only what is public is told. A token logs in with
its handle and its secret. It reads what is told of its municipality, and writes readings at the
door for creating: to the datastreams it may write to by the standard's own topics, and to all of
them below a topic that begins with its handle. The broker tells nobody who published, so what a
topic does not show has to be forbidden there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from klimamosaik.sensorthings.mqtt.topics import CREATE, OWN, VERSION

PASSWORDS, RIGHTS = "passwords", "rights"  # what the two files are called
SERVER = "klimamosaik"  # the name the server itself logs in under
LISTED = 1_000  # datastreams that are named one by one; with more the handle leads the way
EVERYWHERE = f"{CREATE}/{VERSION}/#"


@dataclass(frozen=True)
class TokenRights:
    """What a token may do, as far as a broker can tell."""

    handle: str
    password: str  # as mosquitto keeps it
    reads: str | None  # key of the municipality whose own topics it reads; "": of all; None: none
    writes: bool  # readings at all
    everywhere: bool  # to every datastream there is
    datastreams: Sequence[int]  # else to these


def password_file(server: str, tokens: Iterable[TokenRights]) -> str:
    """The file of names. server: the server's own password as mosquitto keeps it."""
    known = [(SERVER, server), *((token.handle, token.password) for token in tokens)]
    return "".join(map("{0[0]}:{0[1]}\n".format, known))


def acl_file(tokens: Iterable[TokenRights]) -> str:
    """The file of rights; lines before the first user are for who does not log in."""
    lines = [f"topic read {VERSION}/#", "", f"user {SERVER}", "topic readwrite #"]
    lines.append("topic read $SYS/#")
    for token in tokens:
        lines += ["", f"user {token.handle}", f"topic read {VERSION}/#", *rights_of(token)]
    return "\n".join(lines) + "\n"


def rights_of(token: TokenRights) -> Iterable[str]:
    """What a token may do beyond what strangers may; the first that fits counts."""
    if token.reads is not None:
        whose = f"{token.reads}/" if token.reads else ""
        yield f"topic read {OWN}/{whose}#"
    if not token.writes:
        return
    yield f"topic write {CREATE}/{token.handle}/{VERSION}/#"
    if token.everywhere:
        yield f"topic write {EVERYWHERE}"
    elif len(token.datastreams) <= LISTED:
        for number in token.datastreams:
            yield f"topic write {CREATE}/{VERSION}/Datastreams({number})/Observations"
            yield f"topic write {CREATE}/{VERSION}/MultiDatastreams({number})/Observations"
