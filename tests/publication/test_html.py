"""Every public page is valid HTML, as the Nu checker of the W3C sees it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import ROOT
from tests.publication.walk import Walk

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

FILES = re.compile(r"\.[a-z]+(\?|$)|/api/")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="session")
def checker() -> Path:
    """The checker's jar; .ci/tools fetches it."""
    found = Path(os.environ.get("NU_CHECKER", ROOT / ".ci" / "vnu.jar"))
    if shutil.which("java") is None or not found.exists():
        pytest.skip("no Nu checker here: `bash .ci/tools` fetches it (npm vnu-jar, Java)")
    return found


def refuse_writing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let statements through that only read: looking never writes."""
    assert not WRITES.match(sql), sql
    return execute(sql, params, many, context)


def test_every_public_page_is_valid_and_looking_at_it_writes_nothing(
    story: "Story", client: Client, checker: Path, tmp_path: Path
) -> None:
    ags = story.municipality.ags
    with connection.execute_wrapper(refuse_writing):
        walk = Walk(client, FILES).walk(f"/klima/{ags}/", f"/en/klima/{ags}/")
    pages = {
        address: text
        for address, text in walk.pages.items()
        if walk.headers[address].get("Content-Type", "").startswith("text/html")
    }
    assert len(pages) > 40, "hardly any page was walked"
    names = {f"{place}.html": address for place, address in enumerate(pages)}
    for name, address in names.items():
        (tmp_path / name).write_text(pages[address], encoding="utf-8")
    told = subprocess.run(
        ["java", "-jar", str(checker), "--format", "json", "--skip-non-html", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    ).stderr
    faults = {
        (names[Path(each["url"]).name].split("?")[0], each["message"])
        for each in json.loads(told)["messages"]
        if each["type"] == "error"
    }
    assert faults == set()
