"""Klimamosaik: what a municipality's climate measures really bring, and what is still missing."""

import os

__version__ = "0.1.0"

# Our matrices are small: another thread of the linear algebra waits longer than it works. It is
# told before numpy is loaded; whoever says otherwise in the environment is heard.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
