"""No two kinds of work wait for each other without a reason."""

import ast
from pathlib import Path

import klimamosaik
from klimamosaik.records.exclusive_work import LockedTask

LARGEST = 2**63 - 1  # number of a lock in PostgreSQL


def names_of_locks() -> list[str]:
    found = []
    for path in Path(klimamosaik.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LockedTask":
                found += [each.value for each in node.args if isinstance(each, ast.Constant)]
    return [str(name) for name in found]


def test_each_kind_of_work_has_a_lock_of_its_own_in_file_and_database() -> None:
    names = names_of_locks()
    assert len(names) > 5
    assert len(set(names)) == len(names)
    numbers = {LockedTask(name).number for name in names}
    assert len(numbers) == len(names)
    assert all(0 < number <= LARGEST for number in numbers)
