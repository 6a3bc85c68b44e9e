"""The public pages of a town with a hundred measures written into a folder: new, and once more."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from klimamosaik.publication.site.export import export_site
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.bench.strangers import publish_all
from klimamosaik.web.bench.town import grown
from klimamosaik.web.demo.town import AGS

BUILDINGS, MEASURES = 100, 100


def site() -> Iterator[Speed]:
    """Build the town, publish all of it, and export it in one language."""
    for _ in grown(BUILDINGS, MEASURES):
        pass  # how long that takes is told by the town
    publish_all()
    with TemporaryDirectory() as folder:
        for name, aim in (("new", "60 s"), ("once more", "")):
            spent = seconds(lambda: written(Path(folder) / "site"))
            yield Speed(f"public pages as a folder, {name}", spent, "s", aim)
        files = sum(each.is_file() for each in Path(folder).rglob("*"))
        yield Speed("public pages as a folder, files", files, "")


def written(folder: Path) -> None:
    """Export the town's public pages in German."""
    export_site(ags=AGS, root=folder, at=timezone.now(), languages=("de",))
