"""The networks' ways to write a message: each one file that recognises and reads."""

from klimamosaik.sources.lorawan.dialects.chirpstack import CHIRPSTACK
from klimamosaik.sources.lorawan.dialects.chirpstack_3 import CHIRPSTACK_3
from klimamosaik.sources.lorawan.dialects.commands import COMMANDS
from klimamosaik.sources.lorawan.dialects.dialect import LorawanDialect
from klimamosaik.sources.lorawan.dialects.loriot import LORIOT
from klimamosaik.sources.lorawan.dialects.thingpark import THINGPARK
from klimamosaik.sources.lorawan.dialects.things_stack import THINGS_STACK

__all__ = ["DIALECTS", "LorawanDialect"]
DIALECTS: tuple[LorawanDialect, ...] = (  # the first that recognises a message reads it
    THINGS_STACK,
    THINGPARK,
    LORIOT,
    CHIRPSTACK,
    CHIRPSTACK_3,
    COMMANDS,
)
