"""Both languages built, each as a site of its own, and a first page that leads to them."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docs.builder.assemble import assemble
from docs.builder.sites import LANGUAGES, ROOT
from docs.builder.words import speak

HERE = Path(__file__).parent
MARK = ".nojekyll"  # hosts of static pages leave _static as it is; and a former site is known by it
FIRST = """<!DOCTYPE html>
<html lang="de">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Klimamosaik</title>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 9vh auto; padding: 1em }}
</style>
<h1>Klimamosaik</h1>
<p>Was bringt eine Klimaschutzmaßnahme wirklich, und was fehlt noch bis zum Ziel?</p>
<ul>
{links}
</ul>
</html>
"""


def build(folder: Path) -> int:
    """Build the site in a folder; a former site there is replaced, any warning is an error.

    Returns the exit code: 0 where every page was built without a warning.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        print(f"{folder} holds something else than the site: name another folder", file=sys.stderr)
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    with tempfile.TemporaryDirectory() as sources:
        assemble(Path(sources))
        code = max(sphinx(Path(sources) / each, folder / each, each) for each in LANGUAGES)
        for pictures in Path(sources).glob("*/pictures"):  # those named in HTML Sphinx leaves
            shutil.copytree(pictures, folder / pictures.relative_to(sources))
    links = [
        f'<li><a href="{code}/index.html" lang="{code}" hreflang="{code}">{name}</a></li>'
        for code, name in LANGUAGES.items()
    ]
    (folder / "index.html").write_text(FIRST.format(links="\n".join(links)), encoding="utf-8")
    return code


def sphinx(source: Path, target: Path, language: str) -> int:
    """One language, by Sphinx in a process of its own."""
    settings = ["-D", f"language={language}", "-A", f"written_in={language}"]
    warnings = ["--fail-on-warning", "--nitpicky", "--quiet"]
    kept = ["--fresh-env", "--doctree-dir", str(source.parent / f"doctrees-{language}")]
    command = [sys.executable, "-m", "sphinx", "--builder", "html", "--conf-dir", str(HERE)]
    done = subprocess.run(
        [*command, *warnings, *kept, *settings, str(source), str(target)], cwd=ROOT, check=False
    )
    (target / ".buildinfo").unlink(missing_ok=True)
    speak(target, language)
    return done.returncode
