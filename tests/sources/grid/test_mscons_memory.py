"""An interchange is read segment by segment: its readings are held, not all it is written with."""

import tracemalloc
from datetime import UTC, datetime

import pytest

from klimamosaik.sources.grid.limits import cells_allowed
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.terms.complaint import InputRejected
from tests.streams.mscons import mscons, quarters

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COUNT = 4_000
MOST = 700  # [bytes] a reading; 2,500 where all segments are held


def interchange() -> bytes:
    """Quarter hours of four meters, one after the other."""
    meters = [f"DE{number:032d}" for number in range(4)]
    profiles = [quarters(meter, BEGIN, [1.25] * (COUNT // 4)) for meter in meters]
    return mscons("".join(profiles)).encode()


def test_more_readings_than_memory_is_meant_for_are_refused_in_one_sentence() -> None:
    data = interchange()
    with cells_allowed(COUNT * 8 * 5 // 2):
        open_file(data, name="lastgang.edi", largest=len(data))
    with cells_allowed(COUNT * 8), pytest.raises(InputRejected) as refusal:
        open_file(data, name="lastgang.edi", largest=len(data))
    (said,) = refusal.value.complaints
    assert said.code == "too_many_cells"
    assert "nach Jahren oder Gebäuden aufteilen" in said.text.de


def test_a_long_interchange_takes_little_more_than_its_readings() -> None:
    data = interchange()
    open_file(data, name="warm.edi", largest=len(data))
    tracemalloc.start()
    try:
        opened = open_file(data, name="lastgang.edi", largest=len(data))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(opened.parts[0].grid.frame) == COUNT + 1
    assert most / COUNT < MOST
