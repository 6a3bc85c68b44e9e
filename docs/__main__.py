"""`python -m docs [FOLDER]`: the site, German and English, in a folder (site, unless named)."""

import sys
from pathlib import Path

from docs.builder.build import build

if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
