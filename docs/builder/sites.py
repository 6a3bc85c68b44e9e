"""Which pages there are, in which language, and where each stands on the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_PAGES = {"builder", "pictures"}  # folders of docs/ that hold no pages
LANGUAGES = {"de": "Deutsch", "en": "English"}
# Pages that lie at the root of the project, where people look for them first.
FROM_ROOT = {
    "de": {"README.md": "readme.md"},
    "en": {
        "README.en.md": "readme.md",
        "CONTRIBUTING.md": "contributing.md",
        "SECURITY.md": "security.md",
        "CHANGELOG.md": "changelog.md",
    },
}


@dataclass(frozen=True)
class Page:
    """A page of the project and its place on the site."""

    source: Path  # from the root of the project, e.g. docs/methods/evidence.md
    language: str
    name: Path  # within its language, e.g. methods/evidence.md

    @property
    def address(self) -> Path:
        """Where the page lies in the built site."""
        return Path(self.language) / self.name.with_suffix(".html")


def pages(root: Path = ROOT) -> list[Page]:
    """Every page of the site: docs/de is German, the rest of docs/ English."""
    written = [Page(path, *_place(path)) for path in _markdown(root)]
    for language, names in FROM_ROOT.items():
        written += [Page(Path(path), language, Path(name)) for path, name in names.items()]
    return sorted(written, key=lambda page: page.address)


def _markdown(root: Path) -> Iterator[Path]:
    for path in sorted((root / "docs").rglob("*.md")):
        within = path.relative_to(root / "docs")
        if within.parts[0] not in NOT_PAGES:
            yield path.relative_to(root)


def _place(path: Path) -> tuple[str, Path]:
    within = path.relative_to("docs")
    if within.parts[0] == "de":
        return "de", within.relative_to("de")
    return "en", within
