"""The configuration of a mosquitto that keeps what it was given, with two doors."""

import getpass
import shutil
from dataclasses import dataclass
from pathlib import Path

from klimamosaik.sensorthings.mqtt.rights import PASSWORDS, RIGHTS
from klimamosaik.sensorthings.mqtt.topics import CREATE

PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"  # not on everybody's path
FILE = "mosquitto.conf"

# Why these: mosquitto drops without a word what is beyond 1,000 queued messages of a client, and
# forgets everything in a restart. Whoever stays away for a week is forgotten, so that strangers
# cannot fill the memory. It notes once a second: a broker that is killed loses less than that.
TEXT = """\
# Written by klimamosaik at each start; a broker of your own is described in docs/how-to/mqtt.md.
user {user}
per_listener_settings true
persistence true
persistence_location {folder}/
autosave_interval 1
persistent_client_expiration 7d
max_queued_messages 1000000
max_queued_bytes 1000000000
max_inflight_messages 1000
max_packet_size 1000000
sys_interval 60
log_dest stderr
log_dest topic
log_type error
log_type warning
log_type subscribe

# for receiving: everybody reads what is public
listener {receiving} {host}
max_connections 1000
allow_anonymous true
password_file {folder}/{passwords}
acl_file {folder}/{rights}

# for creating: with a token only; what comes in here lies below {create}/
listener {creating} {host}
max_connections 1000
mount_point {create}/
allow_anonymous false
password_file {folder}/{passwords}
acl_file {folder}/{rights}
"""


@dataclass(frozen=True)
class BrokerDoors:
    """Where a broker of ours listens."""

    host: str
    receiving: int  # port
    creating: int  # port


def configuration(folder: Path, doors: BrokerDoors) -> str:
    """The text of the configuration; folder: of notes, names and rights."""
    return TEXT.format(
        user=getpass.getuser(),
        folder=folder,
        host=doors.host,
        receiving=doors.receiving,
        creating=doors.creating,
        passwords=PASSWORDS,
        rights=RIGHTS,
        create=CREATE,
    )


def program() -> str | None:
    """Where mosquitto is; None where it is not installed."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path=PLACES)
