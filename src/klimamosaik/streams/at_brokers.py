"""The broker of a source, for whoever listens there or only looks."""

from dataclasses import replace

from klimamosaik.sources.mqtt.address import BrokerAddress, broker_address
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.text import Text

NO_BROKER = Text(
    "Der Broker {address} ist nicht zu erreichen, oder er lässt uns dort nicht mithören.",
    "The broker {address} cannot be reached, or does not let us listen there.",
)


def broker_of(source: DataSource) -> BrokerAddress:
    """Where a source's broker is, and who we are there.

    Raises InputRejected for no address, and for a password that cannot be opened.
    """
    address, user = broker_address(source.address), str(source.options.get("user") or "")
    return replace(address, user=user, password=source.password) if user else address
