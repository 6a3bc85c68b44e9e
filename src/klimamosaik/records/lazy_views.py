"""Views that are loaded once the first of their pages is asked for.

The addresses of all pages are known at once, and most of what pages need is loaded when somebody
opens them: a process that begins answers its first page in half the time.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ASKED_OF_ALL = ("view_class",)  # by Django for each address, to name it; ours are functions


LOADING = RLock()  # one after the other: a module never sees half of another
NAMED: set[str] = set()  # all modules of views there are


class LaterViews:
    """A module of views, by name."""

    def __init__(self, module: str) -> None:
        self.module = module
        NAMED.add(module)

    def __getattr__(self, name: str) -> "LaterView":
        if name.startswith("__"):
            raise AttributeError(name)
        return LaterView(self.module, name)


class LaterView:
    """One of them: stands for the function in all that is asked of it."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = self.view(request, *args, **kwargs)
        return answer

    @cached_property
    def view(self) -> Any:
        """The function itself."""
        return getattr(loaded(self.__module__), self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name in ASKED_OF_ALL:
            raise AttributeError(name)
        return getattr(self.view, name)


def loaded(module: str) -> ModuleType:
    """A module, loaded now where it was not yet."""
    with LOADING:
        return import_module(module)


def load_all(before_each: Callable[[], None]) -> None:
    """Load all of them, one after the other, so that who asks in between waits for one at most."""
    for module in sorted(NAMED):
        before_each()
        loaded(module)
