"""Commands to devices: what an application sends down. They are told as such, and kept nowhere."""

from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect, aside
from klimamosaik.sources.lorawan.fields import Json
from klimamosaik.sources.lorawan.uplink import NoUplink

QUEUED = {"fPort", "f_port", "port"}  # a command in a queue names port and content, nothing heard
CONTENT = {"data", "object", "frm_payload", "decoded_payload", "payloadRaw"}


def recognises(message: Json) -> bool:
    """True for a command as a maker's encoder takes it, or as it waits in a network's queue."""
    kind = message.get("Type")
    encoded = isinstance(kind, str) and set(message) == {"Type", kind}
    queued = bool(QUEUED & message.keys()) and bool(CONTENT & message.keys())
    return encoded or (queued and not {"fCnt", "rxInfo", "f_cnt"} & message.keys())


def read(message: Json) -> NoUplink:
    """A command is no uplink."""
    return aside(None, "downlink")


COMMANDS = LorawanDialect("commands", recognises, read)
