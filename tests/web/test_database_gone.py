"""Where the database is gone people read a calm page, also those who are logged in."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.web.conftest import AGS


@pytest.mark.parametrize("path", ["/", "/anmelden/", f"/{AGS}/", "/konto/"])
def test_who_is_logged_in_reads_that_something_went_wrong(
    as_admin: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    as_admin.raise_request_exception = False
    with monkeypatch.context() as without:
        without.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        answer = as_admin.get(path)
    assert answer.status_code == 500
    assert "Da ist bei uns etwas schiefgegangen." in answer.content.decode()
    assert "gone" not in answer.content.decode()
