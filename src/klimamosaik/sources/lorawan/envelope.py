"""A message as it was pushed: bytes of JSON -> an uplink, or what else it is."""

import json
from typing import Any, NoReturn

from klimamosaik.sources.lorawan.dialects import DIALECTS
from klimamosaik.sources.lorawan.uplink import LorawanNetwork, NoUplink, Uplink
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import joined

LARGEST = 64_000  # [bytes] of a message: what the server takes without a log-in; samples have 6 kB


def message_in(body: bytes) -> Uplink | NoUplink:
    """The uplink in a message of any network that is known, or what else the message is.

    Raises InputRejected for what is no JSON object, is too large or comes of no known network.
    """
    if len(body) > LARGEST:
        raise too_large(LARGEST)
    message = parsed(body)
    for dialect in DIALECTS:
        if dialect.recognises(message):
            return dialect.read(message)
    raise rejected(
        "unknown_network",
        "Die Meldung stammt aus keinem bekannten Netz. Gelesen werden: {networks}.",
        "The message is of no network that is known. Those read are: {networks}.",
        networks=joined(each.text for each in LorawanNetwork),
    )


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object in the bytes.

    Raises InputRejected for anything else; numbers that JSON does not know are refused, too.
    """
    try:
        message = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise rejected(
            "no_json",
            "Die Meldung ist kein lesbares JSON ({size} Byte).",
            "The message is no readable JSON ({size} bytes).",
            size=str(len(body)),
        ) from error
    if isinstance(message, list):  # no network that is read documents one
        raise rejected(
            "uplink_list",
            "Das ist eine Liste mit {count:Eintrag|Einträgen}: Hier wird jede Meldung für sich "
            "gesendet, wie es die Netze tun, dann hat jede ihre eigene Antwort.",
            "This is a list of {count:entry|entries}: each message is sent by itself here, as the "
            "networks do, and then has an answer of its own.",
            count=len(message),
        )
    if not isinstance(message, dict):
        raise rejected(
            "no_json_object",
            "Die Meldung ist kein JSON-Objekt: Erwartet wird eine Meldung in geschweiften "
            "Klammern.",
            "The message is no JSON object: one message in curly brackets is expected.",
        )
    return message


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)


def too_large(largest: int) -> InputRejected:
    """The refusal of a message that is too large to be one."""
    return rejected(
        "uplink_too_large",
        "Die Meldung ist zu groß: erlaubt sind {largest} kB.",
        "The message is too large: {largest} kB are allowed.",
        largest=str(largest // 1000),
    )
