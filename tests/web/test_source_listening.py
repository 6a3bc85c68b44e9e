"""The background work listens to the brokers of sources, whatever happens."""

import logging

import pytest

from klimamosaik.streams.brokers import SourceListeners
from klimamosaik.web import source_rounds


class Enough(Exception):
    """Ends what goes on for ever."""


def test_listening_begins_anew_after_a_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun: list[SourceListeners] = []

    def run(listeners: SourceListeners) -> None:
        begun.append(listeners)
        raise RuntimeError("nobody foresaw this")

    def wait(_: float) -> None:
        if len(begun) == 2:
            raise Enough

    monkeypatch.setattr(SourceListeners, "run", run)
    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        source_rounds.listen(wait)
    assert caplog.text.count("begins anew") == 2
