"""Where a broker is and who we are there, in one line: mqtt://name:password@host:1883."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote

from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.parts_of_address import split_address

PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True)
class BrokerAddress:
    """A broker, as our programs reach it."""

    host: str
    port: int
    encrypted: bool = False  # TLS, with the authorities this machine trusts
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def without_name(self) -> str:
        """The address without who we are."""
        scheme = "mqtts" if self.encrypted else "mqtt"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"


def broker_address(text: str) -> BrokerAddress:
    """Read an address. Raises InputRejected for what is none."""
    url = split_address(text.strip())
    port = port_of(url)
    if url.scheme not in PORTS or not url.hostname or port is None or url.path.strip("/"):
        raise no_address()
    return BrokerAddress(
        host=url.hostname,
        port=port,
        encrypted=url.scheme == "mqtts",
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def port_of(url: SplitResult) -> int | None:
    """The port that is named, or that of the scheme; None where it is no number of a port."""
    try:
        return url.port or PORTS.get(url.scheme)
    except ValueError:
        return None


def no_address() -> InputRejected:
    """The refusal; what was given is not repeated, for it may hold a password."""
    return rejected(
        "no_broker_address",
        "Das ist keine Adresse eines MQTT-Brokers. Erlaubt ist mqtt://name:passwort@host:1883 oder "
        "mqtts://… für eine verschlüsselte Verbindung, ohne Pfad.",
        "This is not the address of an MQTT broker. Allowed is mqtt://name:password@host:1883, or "
        "mqtts://… for an encrypted connection, without a path.",
    )
