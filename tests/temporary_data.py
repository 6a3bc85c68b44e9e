"""Loaded before the settings: tests keep their data in a folder of their own."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="klimamosaik-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["KLIMAMOSAIK_DATA"] = folder
