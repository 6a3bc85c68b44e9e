"""Who is told to end while it starts ends, and leaves no trace."""

import os
import subprocess
import sys
from pathlib import Path

INTERRUPTED = """
import os, signal
from klimamosaik.web.serving import pages

def starting(*asked, **more):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except SystemExit as ended:  # a thread that is being started makes another fault of it
        raise RuntimeError("release unlocked lock") from ended

pages.load_pages()
import klimamosaik.web.serving.server
klimamosaik.web.serving.server.server_on = starting
pages.answer(None, 0, 1)
"""


def test_an_end_in_the_midst_of_starting_is_no_fault(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        env={**os.environ, **settings, "KLIMAMOSAIK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
