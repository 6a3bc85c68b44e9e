"""A port that what is left of an earlier start still holds is waited for, no longer than told."""

import threading

import pytest

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.serving.claims import claim_port

HERE = "127.0.0.1"


def test_a_port_that_is_about_to_be_free_is_waited_for() -> None:
    held = claim_port(HERE, 0)
    port = held.getsockname()[1]
    threading.Timer(0.3, held.close).start()
    with claim_port(HERE, port, patience=30.0) as claimed:
        assert claimed.getsockname()[1] == port


@pytest.mark.parametrize("patience", [0.0, 0.2])
def test_a_port_somebody_keeps_is_told(patience: float) -> None:
    with claim_port(HERE, 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(InputRejected, match=f"port {port}"):
            claim_port(HERE, port, patience=patience)
