"""Values of indicators are written with as many decimals as it takes to tell them."""

import pytest

from klimamosaik.measures.queries.newest import written


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"), (437.0, "437"), (24.31, "24,3"), (2.345, "2,35"), (0.34, "0,34"),
        (0.034, "0,034"), (0.00012, "0,00012"), (-0.0005, "−0,00050"), (1e-300, "0,0000000"),
    ],
)  # fmt: skip
def test_a_small_value_keeps_two_figures(value: float, said: str) -> None:
    found = written(value)
    assert found is not None
    assert found.de == said
