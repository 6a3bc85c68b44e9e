"""The address of a broker is read whole or refused, and never repeats a password."""

import pytest

from klimamosaik.sources.mqtt.address import BrokerAddress, broker_address
from klimamosaik.terms.complaint import InputRejected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mqtt://broker.example.org", BrokerAddress("broker.example.org", 1883)),
        ("mqtts://broker.example.org/", BrokerAddress("broker.example.org", 8883, encrypted=True)),
        ("mqtt://[::1]:2000", BrokerAddress("::1", 2000)),
        ("mqtt://a:p%40ss@127.0.0.1:1", BrokerAddress("127.0.0.1", 1, False, "a", "p@ss")),
    ],
)
def test_an_address_is_read(text: str, read: BrokerAddress) -> None:
    assert broker_address(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "broker",
        "http://broker",
        "mqtt://",
        "mqtt://b:70000",
        "mqtt://b:x",
        "mqtt://[b",
        "mqtt://b/topic",
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputRejected, match="not the address of an MQTT broker"):
        broker_address(text)


def test_a_password_is_never_repeated() -> None:
    with pytest.raises(InputRejected) as refusal:
        broker_address("mqtt://name:geheim@broker:99999")
    assert "geheim" not in str(refusal.value)
    address = broker_address("mqtt://name:geheim@broker:1")
    assert "geheim" not in repr(address) + address.without_name
