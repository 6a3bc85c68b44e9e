"""Pages as Sphinx reads them: links led to where the site has them, drawn pieces put in.

In the project a page links to files, so that every forge and editor follows its links. On the site
those files are pages of one of two languages.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from docs.builder.pieces import PIECES
from docs.builder.sites import LANGUAGES, ROOT, Page, pages

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
IMAGE = re.compile(r'(\b(?:src|srcset)=")([^":]+)(?=")')  # HTML: for a picture's width or dark twin
FENCE = re.compile(r"^(```|~~~).*?^\1[^\S\n]*$", re.DOTALL | re.MULTILINE)
PIECE = re.compile(r"^```\{(\w+)\}[^\S\n]*(\S*)\n```$", re.MULTILINE)
OTHER_LANGUAGE = re.compile(r"^\*(In short|Kurz): .*?\*$", re.DOTALL | re.MULTILINE)


class BrokenLink(Exception):
    """Pages link to what is not there."""


def assemble(into: Path, root: Path = ROOT) -> None:
    """Write the pages of both languages, each in a folder of its own, ready for Sphinx.

    Raises:
        BrokenLink: pages link to files that do not exist; all of them are named.
    """
    known = pages(root)
    texts = {page: (root / page.source).read_text(encoding="utf-8") for page in known}
    if broken := [each for page, text in texts.items() for each in broken_in(page, text, root)]:
        raise BrokenLink("not there: " + ", ".join(broken))
    for page, text in texts.items():
        target = into / page.language / page.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_read(page, text, known, root), encoding="utf-8")
    if (pictures := root / "docs/pictures").is_dir():
        for language in LANGUAGES:
            shutil.copytree(pictures, into / language / "pictures")


def broken_in(page: Page, text: str, root: Path = ROOT) -> list[str]:
    """The links of a page that lead to nothing."""
    plain = FENCE.sub("", text)
    targets = [target for *_, target in [*LINK.findall(plain), *IMAGE.findall(plain)]]
    files = [each.partition("#")[0] for each in targets if ":" not in each]
    there = [bool(not file or (root / _target(page, file)).exists()) for file in files]
    return [f"{page.source}: {file}" for file, found in zip(files, there, strict=True) if not found]


def as_read(page: Page, text: str, known: list[Page], root: Path = ROOT) -> str:
    """The text of a page with its links, pieces and, for the first page, its contents."""
    contents = contents_of(page, text, known) if page.name.name == "index.md" else ""
    text = PIECE.sub(lambda found: PIECES[found[1]](found[2]), text)
    text = OTHER_LANGUAGE.sub(_marked, text)

    def led(link: re.Match[str]) -> str:
        return _led(link, page, known, root)

    def shown(picture: re.Match[str]) -> str:
        return picture[1] + _beside(page, _target(page, picture[2]))

    return _outside_fences(text, lambda part: IMAGE.sub(shown, LINK.sub(led, part))) + contents


def contents_of(page: Page, text: str, known: list[Page]) -> str:
    """The navigation: what a first page links to under each of its headings, in its words."""
    below = [each for each in known if each.name.is_relative_to(page.name.parent)]
    by_source = {each.source: each for each in below if each.language == page.language}
    trees = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE):
        links = [(link[2], _target(page, link[3])) for link in LINK.finditer(part)]
        rows = [
            f"{words} <{_address(page, by_source[target]).removesuffix('.md')}>"
            for words, target in links
            if target in by_source
        ]
        if rows:
            caption = [f":caption: {part.splitlines()[0]}"] if not part.startswith("#") else []
            trees.append("\n".join(["```{toctree}", ":hidden:", *caption, "", *rows, "```"]))
    return "".join(f"\n{tree}\n" for tree in trees)


def _marked(found: re.Match[str]) -> str:
    """A summary in the other language says to browsers and readers aloud which one it is."""
    language = "en" if found[1] == "In short" else "de"
    return f'<div lang="{language}">\n\n{found[0]}\n\n</div>'


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """The text with everything but its blocks of code changed."""
    done, at = [], 0
    for fence in FENCE.finditer(text):
        done += [change(text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*done, change(text[at:])])


def _led(link: re.Match[str], page: Page, known: list[Page], root: Path) -> str:
    """A link, leading to where its target is on the site."""
    mark, words, target = link.groups()
    words = LINK.sub(lambda inner: _led(inner, page, known, root), words)
    if ":" in target or target.startswith("#"):
        return f"{mark}[{words}]({target})"
    path, _, anchor = target.partition("#")
    file = _target(page, path)
    if mark:
        return f"![{words}]({_beside(page, file)})"
    there = next((each for each in known if each.source == _page_of(file, root)), None)
    if there is None:
        return words  # a file that is no page: its name is enough
    address = _address(page, there) + (f"#{anchor}" if anchor else "")
    if there.language == page.language:
        return f"[{words}]({address})"
    return f'<a href="{address}" hreflang="{there.language}">{words}</a>'  # Sphinx knows one alone


def _target(page: Page, link: str) -> Path:
    """What a link of a page names, from the root of the project."""
    return Path(os.path.normpath(page.source.parent / link))


def _page_of(file: Path, root: Path) -> Path:
    """The page that stands for a file; a folder stands for the first page of its site."""
    if (root / file).is_dir():
        return Path("docs/de/index.md" if "de" in file.parts else "docs/index.md")
    return file


def _address(page: Page, there: Page) -> str:
    """What leads to another page: within a language to its text, between them to the built page."""
    if page.language == there.language:
        return os.path.relpath(there.name, page.name.parent)
    return os.path.relpath(there.address, page.address.parent)


def _beside(page: Page, picture: Path) -> str:
    """The place of a picture, seen from the page."""
    return os.path.relpath(picture.relative_to("docs"), page.name.parent)
