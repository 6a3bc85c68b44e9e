"""Would a test notice? Puts small faults into the code one at a time and runs the tests about them.

Run by hand and every week, not in the suite (CONTRIBUTING.md says how): `python tests/mutants.py`.
"""

import argparse
import fnmatch
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.mutations import Mutation, compiles, mutations  # noqa: E402
from tests.related import Related  # noqa: E402

PACKAGE = "klimamosaik"
ROOMS = ("kernel", "operations", "store", "intake")  # folders or modules whose faults cost most
NEVER = ("migrations", "views.py", "forms.py", "urls.py", "apps.py", "models.py", "admin.py")
LIMIT = 300  # seconds until a run of tests is given up
LEFT_OUT = (".git", ".venv", "*-data", ".*_cache", ".hypothesis", "__pycache__")
NO_TESTS = 5  # pytest's exit code where nothing was collected


@dataclass(frozen=True)
class Mutant:
    """A module with one fault."""

    module: Path  # below the root of the project
    fault: Mutation

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.fault.before, self.fault.after))
        at = f"{self.module.as_posix()}:{self.fault.line}"
        return f"{at}  {self.fault.kind}: {before[:80]}  ->  {after[:80]}  ({self.fault.where})"


@dataclass(frozen=True)
class Outcome:
    """What the tests said about a mutant: caught, survived or timed out; later perhaps unsound."""

    mutant: Mutant
    word: str
    seconds: float
    failed: str  # the test that caught it


def modules(only: Sequence[str]) -> list[Path]:
    """The modules to draw from: those named, or kernels, doors, store and all without Django."""
    package = ROOT / "src" / PACKAGE
    found = [path.relative_to(ROOT) for path in sorted(package.rglob("*.py"))]
    found = [path for path in found if not set(NEVER) & set(path.parts)]
    if only:
        return [path for path in found if any(fnmatch.fnmatch(str(path), f"*{o}*") for o in only)]
    plain = tuple(f"src/{name.replace('.', '/')}" for name in without_django())
    return [
        path
        for path in found
        if str(path).startswith(plain) or set(ROOMS) & {*path.parts, path.stem}
    ]


def without_django() -> list[str]:
    """The packages that promise to know no Django: what is reckoned and recognised there."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    return [
        name
        for contract in contracts
        if contract["type"] == "forbidden" and "django" in contract["forbidden_modules"]
        for name in contract["source_modules"]
    ]


def drawn(paths: Sequence[Path], *, seed: int, number: int) -> list[Mutant]:
    """As many mutants as asked for, the stages in turn, so that the largest does not take all.

    A seed draws the same as long as the lines are the same, wherever they move in their stage.
    """
    ranked: dict[str, list[tuple[str, int, Mutant]]] = defaultdict(list)
    for path in paths:
        source = (ROOT / path).read_bytes()
        ranked[path.parts[2]] += [
            (each.rank(seed, path.stem, source), each.start, Mutant(path, each))
            for each in mutations(source)
        ]
    queues = [[mutant for _, _, mutant in sorted(rows, key=first)] for rows in ranked.values()]
    turns = (each for turn in zip_longest(*queues) for each in turn if each is not None)
    sound = (
        each for each in turns if compiles(each.fault.put_into((ROOT / each.module).read_bytes()))
    )
    return list(islice(sound, number))


def first(row: tuple[str, int, Mutant]) -> tuple[str, int]:
    return row[:2]


class Copy:
    """The project in a folder of its own: faults never touch the working tree."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        shutil.copytree(ROOT, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT))

    def outcome(self, mutant: Mutant, tests: Sequence[str], limit: float, marks: str) -> Outcome:
        """Run these tests on the mutant; the module is as before afterwards."""
        path = self.root / mutant.module
        source, stood = path.read_bytes(), path.stat()
        began = time.monotonic()
        try:
            path.write_bytes(mutant.fault.put_into(source))
            word, failed = self.judged(tests, limit, marks)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(stood.st_atime_ns, stood.st_mtime_ns))  # bytecode is made anew
        return Outcome(mutant, word, time.monotonic() - began, failed)

    def fails_anyway(self, tests: Sequence[str], limit: float) -> bool:
        """True where one of these tests fails without any fault: then it has caught nothing."""
        return self.judged(tests, limit, "")[0] != "survived"

    def judged(self, tests: Sequence[str], limit: float, marks: str) -> tuple[str, str]:
        """One run of pytest: its word, and the test that failed."""
        if not tests:
            return "survived", ""
        # without migrations: a test holds that tables made at once are the same
        options = "-p tests.temporary_data --nomigrations --strict-markers --tb=no"
        command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-o", f"addopts={options}"]
        command += ["-x", "-q", "-rfE", "-m", marks, *tests]
        running = subprocess.Popen(
            command,
            cwd=self.root,
            env=os.environ | surroundings(self.root),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            told, _ = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            return "timed out", ""
        if running.returncode in (0, NO_TESTS):
            return "survived", ""
        if "not found: " in told:  # tests that are no more say nothing
            return "unsound", ""
        return "caught", failed_test(told)


def surroundings(root: Path) -> dict[str, str]:
    """What the tests in the copy need to know: its own code, and where real data lie."""
    shared = os.environ.get("KLIMAMOSAIK_SHARED", str(ROOT.parent / "shared"))
    return {
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "KLIMAMOSAIK_SHARED": shared,
    }


def failed_test(told: str) -> str:
    """The test that failed first; empty where not even the settings could be loaded."""
    lines = (
        line.split(" ", 1)[1]
        for line in told.splitlines()
        if line.startswith(("FAILED ", "ERROR "))
    )
    return next((line.split(" - ")[0].strip() for line in lines), "")


def outcomes(mutants: Sequence[Mutant], options: argparse.Namespace) -> Iterator[Outcome]:
    """Each mutant's outcome, as it comes; at the end those tests that fail without a fault."""
    related = Related(ROOT, PACKAGE, Path(options.reached) if options.reached else None)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        caught = []
        for mutant in mutants:
            tests = related.tests(mutant.module, mutant.fault.line)[: options.most]
            outcome = copy.outcome(mutant, tests, options.limit, options.marks)
            yield outcome
            caught += [outcome] if outcome.failed else []
        named = sorted({each.failed for each in caught})
        if named and copy.fails_anyway(named, options.limit * 3):
            for each in caught:
                if copy.fails_anyway([each.failed], options.limit):
                    yield replace(each, word="unsound")


def asked(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for on the command line."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--seed", type=int, default=1, help="another seed draws other faults")
    told.add_argument("--draw", type=int, default=60, help="how many faults (60)")
    told.add_argument("--only", action="append", default=[], metavar="GLOB", help="part of a path")
    told.add_argument("--list", action="store_true", help="name the faults and run no test")
    told.add_argument("--limit", type=float, default=LIMIT, help=f"seconds a fault ({LIMIT})")
    told.add_argument("--marks", default="not long and not browser", help="tests to run, as -m")
    told.add_argument("--most", type=int, help="tests or files a fault, the nearest first (all)")
    told.add_argument("--reached", metavar="FILE", help="data of coverage with --cov-context=test")
    return told.parse_args(arguments)


def main() -> None:
    """Draw, run, report; exit code 1 where a mutant survived."""
    options = asked()
    mutants = drawn(modules(options.only), seed=options.seed, number=options.draw)
    if options.list:
        print("\n".join(str(each) for each in mutants))
        return
    words: dict[Mutant, str] = {}
    for number, outcome in enumerate(outcomes(mutants, options), 1):
        words[outcome.mutant] = outcome.word
        print(f"{number:3} {outcome.word:9} {outcome.seconds:4.0f} s  {outcome.mutant}", flush=True)
        if outcome.failed:
            print(f"{'':22}by {outcome.failed}", flush=True)
    counted = Counter(words.values())
    print(", ".join(f"{count} {word}" for word, count in counted.most_common()))
    sys.exit(1 if counted["survived"] else 0)


if __name__ == "__main__":
    main()
