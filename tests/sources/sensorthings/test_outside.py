"""Which addresses lead outside of our own network."""

import pytest

from klimamosaik.sources.sensorthings.outside import is_outside


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_machines_anybody_can_reach_are_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2002:7f00:1::",  # 127.0.0.1 by 6to4
        "64:ff9b::a9fe:a9fe",  # 169.254.169.254 by NAT64
    ],
)
def test_addresses_of_networks_inside_are_none_however_they_are_written(address: str) -> None:
    assert not is_outside(address)
