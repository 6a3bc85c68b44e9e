"""What starts and watches stays small: rarely needed libraries are loaded by whom they serve."""

import gc
import json
import os
import subprocess
import sys

import pytest

from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.web.cli import commands
from klimamosaik.web.serving import memory
from klimamosaik.web.serving.opening import OpenHouse
from klimamosaik.web.serving.processes import (
    House,
    ServedPart,
    opening_words,
    processes,
    serve_from_here,
)

FIRST_PAGE = """
import json, sys
from klimamosaik.web.wsgi import application
from django.template.loader import get_template
from django.urls import resolve
assert resolve("/anmelden/").func
get_template("people/login.html")  # and with it what all templates may load
print(json.dumps(sorted(sys.modules)))
"""
ALL_PAGES = """
import json, sys
from klimamosaik.web.wsgi import application
from klimamosaik.web.serving.warming import load_the_rest
from django.urls import get_resolver
assert get_resolver().url_patterns
load_the_rest(lambda: None)
print(json.dumps(sorted(sys.modules)))
"""
HANDED_ON = """
import json, os, sys
def hand_on(*words):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)
os.execv = hand_on
from klimamosaik.web.cli import main
sys.argv = ["klimamosaik", "serve", "--port", "8000"]
main()
"""


def loaded_by(program: str) -> set[str]:
    """The modules a new Python has after a program."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return set(json.loads(done.stdout))


def test_who_watches_loads_neither_django_nor_numbers() -> None:
    loaded = loaded_by(
        "import json, sys, klimamosaik.web.serving.processes\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.web.serving.watching" in loaded
    assert not loaded & {"django", "numpy", "polars"}


def test_the_command_that_serves_hands_on_before_it_loads_what_writes_sentences() -> None:
    loaded = loaded_by(HANDED_ON)
    assert "klimamosaik.web.serving.processes" in loaded
    assert not loaded & {
        "django", "babel", "typer", "klimamosaik.terms.text", "klimamosaik.web.environment",
    }  # fmt: skip


def test_who_begins_to_speak_mqtt_sets_no_django_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    monkeypatch.setenv("KLIMAMOSAIK_MQTT", "mqtt://ada:word@127.0.0.1:1883")
    loaded = loaded_by(
        "import json, sys\nfrom klimamosaik.web.serving.as_told import spoken_beside\n"
        "assert spoken_beside('127.0.0.1', 1883)\nprint(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.web.serving.mqtt_parts" in loaded
    assert not loaded & {"klimamosaik.people.models", "numpy", "polars"}


def test_a_command_that_only_looks_at_the_folder_loads_no_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    loaded = loaded_by(
        "import json, sys, django\ndjango.setup()\nprint(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.measures.models" in loaded
    assert not loaded & {"polars", "duckdb", "deltalake", "klimamosaik.observations.store"}


def test_what_is_loaded_at_the_start_is_never_gone_through_again() -> None:
    pace = gc.get_threshold()
    try:
        with memory.loading():
            assert not gc.isenabled()
            kept = [[] for _ in range(1000)]  # type: ignore[var-annotated]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= len(kept)
    finally:
        gc.set_threshold(*pace)
        gc.unfreeze()


def test_a_page_of_thousands_of_objects_does_not_start_the_collector() -> None:
    pace, begun = gc.get_threshold(), []
    try:
        with memory.loading():
            pass
        gc.callbacks.append(lambda phase, told: begun.append(phase))
        kept = [[] for _ in range(5000)]  # type: ignore[var-annotated]
        assert len(kept) > pace[0]
        assert begun == []
    finally:
        gc.callbacks.pop()
        gc.set_threshold(*pace)
        gc.unfreeze()


def test_the_first_page_needs_neither_store_nor_interface(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    loaded = loaded_by(FIRST_PAGE)
    assert "klimamosaik.people.log_in.views" in loaded
    assert not loaded & {
        "numpy", "polars", "duckdb", "deltalake", "ninja", "babel.messages", "limits",
        "klimamosaik.web.views.start",
    }  # fmt: skip


def test_the_first_public_page_needs_nothing_that_reads_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    loaded = loaded_by(
        "import json, sys\nfrom klimamosaik.web.wsgi import application\n"
        "import klimamosaik.publication.public.sharing\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.publication.queries.known" in loaded
    assert not loaded & {"klimamosaik.sources.grid.formats", "klimamosaik.sources.weather.formats"}


def test_who_asks_whether_all_is_well_waits_for_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    loaded = loaded_by(
        "import json, sys\nfrom klimamosaik.web.wsgi import application\n"
        "from django.urls import resolve\nassert resolve('/gesund/').func.view\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.web.views.health" in loaded
    assert not loaded & {"numpy", "polars", "duckdb", "deltalake", "ninja"}


def test_memory_handed_back_stays_with_the_system_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[tuple[str, str]] = []
    for name in ("MALLOC_ARENA_MAX", "NUMPY_MADVISE_HUGEPAGE"):
        monkeypatch.setenv(name, "")  # whatever comes now is taken back in the end
        monkeypatch.delenv(name)

    def begin(*_: object) -> None:
        begun.append((os.environ["MALLOC_ARENA_MAX"], os.environ["NUMPY_MADVISE_HUGEPAGE"]))

    monkeypatch.setattr(os, "execv", begin)
    serve_from_here(House("127.0.0.1", 8000))
    os.environ["MALLOC_ARENA_MAX"] = "2"
    serve_from_here(House("127.0.0.1", 8000))
    assert begun == [("1", "0"), ("2", "0")]


def test_pages_are_there_before_what_few_of_them_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    loaded = loaded_by(ALL_PAGES)
    assert {"django", "polars", "ninja"} <= loaded
    assert not loaded & {
        "scipy",
        "fastexcel",
        "lxml",
        "typst",
        "docx",
        "segno",
        "holidays",
        "xlsxwriter",
        "rdflib",
        "duckdb",
        "deltalake",
        "arro3",
        "highspy",
    }


def test_what_pathways_ask_of_the_normal_distribution_loads_nothing_large() -> None:
    loaded = loaded_by(
        "import json, sys\nfrom klimamosaik.terms.quantiles import normal_quantile\n"
        "assert normal_quantile(0.5) == 0\nprint(json.dumps(sorted(sys.modules)))"
    )
    assert "numpy" in loaded
    assert "scipy" not in loaded


def test_a_command_is_found_without_the_others() -> None:
    loaded = loaded_by(
        "import json, sys\nfrom klimamosaik.web.cli import commands\ncommands('own-years')\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.web.commands.own_years" in loaded
    assert "klimamosaik.web.commands.serve" not in loaded


@pytest.mark.parametrize("asked", ["import", "--help", "own-year", ""])
def test_where_no_file_is_named_like_it_all_commands_are_there(asked: str) -> None:
    known = commands(asked).registered_commands
    names = {each.name or getattr(each.callback, "__name__", "") for each in known}
    assert {"import", "serve", "own-years"} <= names


@pytest.mark.parametrize(("said", "words"), [(None, []), (2, ["--workers", "2"])])
def test_how_many_answer_is_said_to_who_opens_where_the_command_says_it(
    said: int | None, words: list[str]
) -> None:
    told = opening_words(House("127.0.0.1", 8000, workers=said))
    assert told == ["--host", "127.0.0.1", "--port", "8000", *words]


def test_who_opened_goes_on_as_the_first_of_those_who_answer() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as first:
        beside = ServedPart("mqtt", ("-m", "mqtt"), "")
        house = House("127.0.0.1", 8000, also=[beside])
        started = processes(house, OpenHouse(first, folder=3, door=4, workers=3))
        assert [each.name for each in started] == [
            "pages 1", "pages 2", "pages 3", "background", "mqtt"
        ]  # fmt: skip
        assert [each.process for each in started] == [first, None, None, None, None]
        assert [each.due for each in started] == [None, 0.0, 0.0, 0.0, 0.0]
        thrifty = [each.name for each in started if each.settings == {"PYTHONMALLOC": "malloc"}]
        assert thrifty == ["background"]


def test_what_was_held_is_forgotten_once_a_round_is_over() -> None:
    room = HeldResults[int](most=1, seconds=60)
    room.once("a", lambda: 1)
    memory.give_back()
    assert room.find("a") is None


@pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="counts threads there")
@pytest.mark.parametrize(("told", "threads"), [(None, 1), ("2", 2)])
def test_small_matrices_are_solved_by_one_thread_unless_told_otherwise(
    told: str | None, threads: int
) -> None:
    program = "import klimamosaik, numpy, os; print(len(os.listdir('/proc/self/task')))"
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    environment |= {"OPENBLAS_NUM_THREADS": told} if told else {}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == threads
