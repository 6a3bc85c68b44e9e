"""What goes wrong on our side leaves its trace on standard error, what others mistype does not."""

import os
import subprocess
import sys
from pathlib import Path

ASK = """
import django
django.setup()
from django.test import Client
from klimamosaik.web.views import health
health.database_answers = lambda: 1 / 0
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
answers = [client.get(path) for path in ("/gesund/?key=geheim", "/nothing/")]
answers.append(client.get("/anmelden/", SERVER_NAME="evil.example.org"))
print(*[answer.status_code for answer in answers], answers[0]["X-Request-ID"])
"""


def test_an_error_of_ours_stands_in_the_log_with_its_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ
        | {"KLIMAMOSAIK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings"},
    )
    *statuses, number = done.stdout.split()
    assert statuses == ["500", "404", "400"]
    assert f"[request {number}] ERROR django.request: Internal Server Error:" in done.stderr
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "nothing" not in done.stderr
    assert "evil" not in done.stderr
    assert "geheim" not in done.stderr
