"""The faults that are put into the code: small, at their place alone, and the same for a seed."""

from pathlib import Path

import pytest

from tests.mutants import drawn, modules
from tests.mutations import compiles, mutations
from tests.related import Related

ROOT = Path(__file__).resolve().parent.parent


def made(line: str) -> set[str]:
    """The line with each of its faults, inside a function."""
    source = f"def f(a, b):\n    {line}\n".encode()
    return {each.put_into(source).decode().splitlines()[1].strip() for each in mutations(source)}


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("c = a < b", {"c = a <= b"}),
        ("c = a is not b", {"c = a is b"}),
        ("c = a not in b", {"c = a in b"}),
        ("c = (a) == (b)", {"c = (a) != (b)"}),
        ("c = a - b", {"c = a + b"}),
        ("c = a * b", {"c = a / b"}),
        ("c = a & b", {"c = a | b"}),
        ("c = 7", {"c = 8"}),
        ("c = 0.5", {"c = 0.75"}),
        ("c = True", {"c = False"}),
        ("c = a and b", {"c = a or b"}),
        ("c = not a", {"c = a"}),
        ("c = a if b else a", {"c = a if not b else a"}),
        ("a += b", {"pass"}),
        ("a.append(b)", {"pass"}),
        ("raise a", {"pass"}),
        ("return a", {"return None"}),
        ("return None", {"return ()"}),
        ("c = g(a, b)", {"c = g(b, a)"}),
        ("c = max(a, b, key=d)", {"c = max(b, a, key=d)"}),
        ("c = g(strict=False)", {"c = g(strict=True)"}),
        ("ä = 'ö' in a", {"ä = 'ö' not in a"}),
    ],
)
def test_each_kind_of_fault_changes_its_place_alone(line: str, faults: set[str]) -> None:
    assert made(line) == faults


@pytest.mark.parametrize(
    "line",
    [
        'c = a + "words"',
        'c = f"{a + 1}"',
        "c: int | None",
        "c = g(*a, b)",
        "c = max(a, b)",
        "c = np.minimum(a, b)",
        "c = g(strict=True)",
        "c = g(batch_size=500 // 5)",
        "ROWS_AT_ONCE = 500",
    ],
)
def test_what_could_not_run_or_changes_nothing_is_no_fault(line: str) -> None:
    assert made(line) == set()


def test_a_seed_draws_the_same_and_another_seed_others() -> None:
    paths = modules(["/signals/", "balance/kernel/"])
    one, again, other = (set(drawn(paths, seed=seed, number=20)) for seed in (3, 3, 4))
    assert one == again
    assert len(one) == 20
    assert len(one & other) < 5


def test_faults_are_drawn_from_kernels_and_doors_of_every_stage() -> None:
    found = {path.as_posix() for path in modules([])}
    assert any("/kernel/" in path for path in found)
    assert any(path.endswith("/operations.py") for path in found)
    assert not any("/migrations/" in path or path.endswith("/views.py") for path in found)


def test_stages_take_turns_and_every_drawn_fault_is_python() -> None:
    paths = modules(["/signals/", "balance/kernel/", "terms/"])
    mutants = drawn(paths, seed=2, number=30)
    stages = [each.module.parts[2] for each in mutants]
    assert {stages.count(stage) for stage in ("signals", "balance", "terms")} == {10}
    for mutant in mutants:
        source = (ROOT / mutant.module).read_bytes()
        assert compiles(mutant.fault.put_into(source))
        assert mutant.fault.put_into(source) != source


def test_related_tests_are_those_that_import_a_module_and_those_of_its_folder() -> None:
    module = Path("src/klimamosaik/sources/grid/zones.py")
    found = Related(ROOT, "klimamosaik").tests(module, 1)
    assert found[0] == "tests/sources/grid/test_clock_changes.py"
    assert "tests/sources/grid/test_encoding.py" in found
    assert len(found) == len(set(found))


def test_a_module_few_tests_import_is_tested_by_the_tests_of_those_that_use_it() -> None:
    module = Path("src/klimamosaik/drawing/figure_lines.py")
    assert "tests/publication/figures/test_picture.py" in Related(ROOT, "klimamosaik").tests(
        module, 1
    )
