"""Results held in the memory of a process as they are, the longest unasked going first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from operator import is_
from threading import RLock
from time import monotonic
from typing import Generic, TypeVar

from klimamosaik.records.query_log import aside

Made = TypeVar("Made")
_all: list["HeldResults[object]"] = []


class HeldResults(Generic[Made]):
    """Frozen results by name: handed out as they are, never copied.

    Django's own cache in memory packs and unpacks at every call, which takes longer than most
    pages for the report of a large town. So only what nobody changes may be held, and its name
    says all that it stands on. Two who ask for the same at once wait for one answer.
    """

    def __init__(self, most: int, seconds: float) -> None:
        """most: results held at a time; seconds: [s] each is held."""
        self.most, self.seconds = most, seconds
        self._made: OrderedDict[Hashable, tuple[float, Made]] = OrderedDict()
        self._making: dict[Hashable, RLock] = {}
        self._lock = RLock()
        _all.append(self)  # type: ignore[arg-type]  # only ever cleared

    def find(self, name: Hashable) -> Made | None:
        """What is held under a name; None: nothing."""
        with self._lock:
            until, found = self._made.get(name, (0.0, None))
            if found is None or until < monotonic():
                self._made.pop(name, None)
                return None
            self._made.move_to_end(name)
            return found

    def once(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What is held under a name, made by `make` where nothing is."""
        found = self.find(name)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault(name, RLock())
        try:
            with making, aside():  # its name says what it stands on
                found = self.find(name)
                return self.keep(name, make()) if found is None else found
        finally:
            with self._lock:
                self._making.pop(name, None)

    def keep(self, name: Hashable, made: Made) -> Made:
        """Hold what was made elsewhere, by who may not wait for others; returns it."""
        with self._lock:
            self._made[name] = (monotonic() + self.seconds, made)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()


class LastMade(Generic[Made]):
    """The newest result of each name, made anew where what it is made of is another.

    What it is made of is compared by value, so that nothing else can make it outdated.
    """

    def __init__(self, most: int, seconds: float = 26 * 3600) -> None:
        """most: results held at a time; seconds: [s] each is held."""
        self._held = HeldResults[tuple[object, Made]](most, seconds)

    def of(self, name: str, parts: object, make: Callable[[], Made]) -> Made:
        """What `make` makes of these parts."""
        found = self._held.find(name)
        if found is None or found[0] != parts:
            with aside():  # its parts are what it stands on
                found = self._held.keep(name, (parts, make()))
        return found[1]


class Selves:
    """Objects nobody changes, compared as such: equal where each is the very same one."""

    def __init__(self, objects: Iterable[object]) -> None:
        self.objects = tuple(objects)  # held, so that no other one can come to lie in its place

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Selves) or len(self.objects) != len(other.objects):
            return False
        return all(map(is_, self.objects, other.objects))

    __hash__ = None  # type: ignore[assignment]  # a part, never a name


def forget_all() -> None:
    """Forget what every place of the process holds."""
    for held in _all:
        held.clear()
