"""Loaded before the settings: tests keep their data in a folder of their own.

What pytest makes of the tests' files is kept for the next run, also where Python is told to write
nothing beside the code: each worker would make it anew, which takes as long as to collect. So is
what the programs that tests start are made of: each of hundreds would take a second longer.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

folder = tempfile.mkdtemp(prefix="klimamosaik-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["KLIMAMOSAIK_DATA"] = folder
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parents[1] / ".cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
