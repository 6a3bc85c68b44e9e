"""The suite checks what the server says it conforms to, and the server says what is checked."""

from types import ModuleType

from tests.sensorthings.blackbox import test_model_and_paths, test_queries, test_writing
from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.requirements import BASE, REQUIREMENTS

MODULES = (test_model_and_paths, test_queries, test_writing)
BY_MQTT = {
    f"{BASE}create-observations-via-mqtt/observations-creation",
    f"{BASE}receive-updates-via-mqtt/receive-updates",
}  # checked where a broker is, in tests/sensorthings/mqtt


def tagged(module: ModuleType) -> set[str]:
    """The requirements the tests of a module are tagged with."""
    return {
        uri
        for test in vars(module).values()
        for mark in getattr(test, "pytestmark", [])
        if mark.name == "requirement"
        for uri in mark.args
    }


def test_every_requirement_has_a_test() -> None:
    checked = set().union(*map(tagged, MODULES))
    assert checked == {BASE + part for part in REQUIREMENTS} - BY_MQTT


def test_the_server_claims_what_is_checked(server: SensorServer) -> None:
    claimed = set(server.get(server.url)["serverSettings"]["conformance"])
    claimed = {uri for uri in claimed if uri.startswith(BASE)} - BY_MQTT
    assert claimed == {BASE + part for part in REQUIREMENTS} - BY_MQTT
