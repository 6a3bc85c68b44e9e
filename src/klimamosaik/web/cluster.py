"""Effects worked out by several processes, on this machine or on others.

Only ids travel: each process opens database and readings itself, so all of them need the same
settings (KLIMAMOSAIK_DATA on a shared folder, KLIMAMOSAIK_DATABASE on PostgreSQL).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from klimamosaik.terms.complaint import rejected
from klimamosaik.web.django_setup import begin_with_django

if TYPE_CHECKING:
    from klimamosaik.evidence.operations import Asking
    from klimamosaik.evidence.queries.answers import EffectAnswer

WAIT = 10.0  # [s] for a scheduler to answer


@contextmanager
def cluster(address: str) -> Iterator["Asking"]:
    """Effects worked out by the workers of a Dask scheduler, "tcp://host:port".

    Raises InputRejected where the extra is not installed, nobody answers there, or its workers
    look at other data than this process.
    """
    try:
        from distributed import Client
    except ImportError as missing:
        raise rejected(
            "no_cluster_extra",
            "Für --cluster fehlt ein Paket: pip install 'klimamosaik[cluster]'",
            "A package is missing for --cluster: pip install 'klimamosaik[cluster]'",
        ) from missing
    try:
        client: Any = Client(address, timeout=WAIT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise rejected(
            "no_scheduler",
            "Unter {address} antwortet kein Dask-Scheduler. Erlaubt ist tcp://Rechner:Port.",
            "No Dask scheduler answers at {address}. Allowed is tcp://host:port.",
            address=address,
        ) from error
    with client, client.get_executor(retries=3, pure=False) as executor:
        refuse_strangers(client, address)
        yield partial(ask_of, executor)


def refuse_strangers(client: Any, address: str) -> None:
    """Refuse workers that see other data, and a scheduler that has none: it would wait for ever."""
    from klimamosaik.observations.queries.readings import data_version

    ours = data_version()
    asked = {
        each: client.submit(data_there, workers=[each], pure=False) for each in workers(client)
    }
    if not asked:
        raise rejected(
            "no_workers",
            "Der Scheduler {address} hat keine Worker: bitte starten mit dask worker {address}.",
            "The scheduler {address} has no workers: please start some with dask worker {address}.",
            address=address,
        )
    for worker, theirs in client.gather(asked).items():
        if theirs < ours:
            raise rejected(
                "worker_elsewhere",
                "Der Worker {worker} sieht nicht dieselben Daten. Er braucht dieselben "
                "Einstellungen wie hier: KLIMAMOSAIK_DATA (gemeinsamer Ordner) und "
                "KLIMAMOSAIK_DATABASE.",
                "The worker {worker} does not see the same data. It needs the same settings as "
                "here: KLIMAMOSAIK_DATA (a shared folder) and KLIMAMOSAIK_DATABASE.",
                worker=worker,
            )


def workers(client: Any) -> list[str]:
    """The addresses of the workers a scheduler has now; those that just begin are waited for."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=WAIT)
    return sorted(client.nthreads())


def data_there() -> int:
    """The data version a worker sees; -1 where it has no database of ours."""
    begin_with_django()
    from django.db import DatabaseError

    from klimamosaik.observations.queries.readings import data_version
    from klimamosaik.records.same_database import renew_connections

    renew_connections()
    try:
        return data_version()
    except DatabaseError:
        return -1


@contextmanager
def asked(address: str) -> Iterator["Asking"]:
    """Where effects are worked out: by the workers of that scheduler, right here without one."""
    from klimamosaik.evidence.operations import in_turn

    if not address:
        yield in_turn
        return
    with cluster(address) as ask:
        yield ask


def ask_of(
    executor: Executor, measures: Sequence[int], at: datetime
) -> "Iterator[partial[EffectAnswer]]":
    """Ask an executor for all of them at once; what waits for each answer, in order."""
    futures = [executor.submit(answered_apart, pk, at) for pk in measures]
    return (partial(future.result) for future in futures)


def answered_apart(pk: int, at: datetime) -> "EffectAnswer":
    """Work out one effect in a process of its own; nothing but ids came here."""
    begin_with_django()
    from klimamosaik.evidence.queries.answers import effect_answer_of
    from klimamosaik.records.same_database import renew_connections

    renew_connections()
    return effect_answer_of(pk, at)
