"""What somebody typed and could not store: kept, and shown again in its form."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

LARGEST = 56_000  # [bytes] as a browser sends it; of a stranger 64,000 are taken
NEVER = re.compile(r"passw|kennwort|secret|token", re.IGNORECASE)  # fields never carried
FRAME = "csrfmiddlewaretoken"
ANSWERED = "sure"  # a question before something is withdrawn is asked again


@dataclass(frozen=True)
class KeptInput:
    """A form as it was sent, without passwords and files."""

    path: str
    fields: tuple[tuple[str, str], ...]
    lacks: bool  # passwords or files were left out

    @classmethod
    def of(cls, request: HttpRequest) -> "KeptInput | None":
        """What a request brought; None where there is nothing to keep, or too much."""
        sent = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        fields = tuple(
            (name, value) for name, value in sent if name != ANSWERED and not NEVER.search(name)
        )
        left_out = any(value for name, value in sent if NEVER.search(name) and name != FRAME)
        found = cls(request.get_full_path(), fields, bool(request.FILES) or left_out)
        return found if fields and len(quote_plus(found.text)) <= LARGEST else None

    @classmethod
    def read(cls, text: str) -> "KeptInput | None":
        """As `text` wrote it; None for anything else."""
        try:
            record = json.loads(text)
            pairs = tuple((str(name), str(value)) for name, value in record["fields"])
            found = cls(str(record["path"]), pairs, bool(record["lacks"]))
        except (ValueError, TypeError, KeyError):
            return None
        of_ours = url_has_allowed_host_and_scheme(found.path, allowed_hosts=None)
        return found if len(text) <= LARGEST and of_ours else None

    @property
    def text(self) -> str:
        """On one line, to carry it along."""
        record = {"path": self.path, "fields": self.fields, "lacks": self.lacks}
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    @property
    def data(self) -> QueryDict:
        """As a form takes it."""
        found = QueryDict(mutable=True)
        for name, value in self.fields:
            found.appendlist(name, value)
        return found

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person typed or chose, for a page that cannot show its form."""
        return [(name, value) for name, value in self.fields if value and name != "version"]


@dataclass
class ShownAgain:
    """Kept input that waits for its form."""

    kept: KeptInput
    used: bool = False  # a form has shown it


SHOWN_AGAIN: ContextVar[ShownAgain | None] = ContextVar("SHOWN_AGAIN", default=None)


@contextmanager
def shown_again(kept: KeptInput) -> Iterator[ShownAgain]:
    """Forms made meanwhile show this input; nothing of it is stored."""
    waiting = ShownAgain(kept)
    before = SHOWN_AGAIN.set(waiting)
    try:
        yield waiting
    finally:
        SHOWN_AGAIN.reset(before)


def kept_data(fields: Collection[str], prefix: str | None) -> Any:
    """The input a form with these fields shall show again; None where none of it waits."""
    waiting = SHOWN_AGAIN.get()
    sent = {name for name, _ in waiting.kept.fields} if waiting else set()
    own = any(name.startswith(f"{prefix}-") for name in sent) if prefix else sent & {*fields}
    if waiting is None or not own:
        return None
    waiting.used = True
    return waiting.kept.data
