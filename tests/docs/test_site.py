"""The site is whole, speaks each page's language, and asks no other host for anything."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from docs.builder.assemble import BrokenLink, assemble
from docs.builder.build import sphinx
from docs.builder.sites import LANGUAGES, ROOT, pages
from docs.builder.words import words

from tests.docs.walking import loaded_by_style, seen


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as the README says; any warning fails."""
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "docs", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return folder


def built(site: Path) -> list[Path]:
    """Every page of the site."""
    found = sorted(site.rglob("*.html"))
    assert len(found) > 25
    return found


@pytest.mark.long
def test_every_page_of_the_project_is_on_the_site_in_its_language(site: Path) -> None:
    assert {page.source.name for page in pages()} >= {"README.md", "README.en.md", "files.md"}
    for page in pages():
        assert seen(site / page.address).language == page.language, page.source


@pytest.mark.long
def test_no_page_asks_another_host(site: Path) -> None:
    loads = [(page.name, load) for page in built(site) for load in seen(page).loads]
    loads += [(css.name, load) for css in site.rglob("*.css") for load in loaded_by_style(css)]
    assert len(loads) > 100
    elsewhere = [(page, load) for page, load in loads if load.startswith(("http:", "https:", "//"))]
    assert not elsewhere


@pytest.mark.long
def test_no_script_fetches_from_another_host(site: Path) -> None:
    scripts = list(site.rglob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        for call in ("fetch(", "XMLHttpRequest", "importScripts", "import("):
            assert f'{call}"http' not in text, script.name
        assert "EventSource" not in text, script.name
        assert "WebSocket" not in text, script.name


@pytest.mark.long
def test_every_link_leads_somewhere_also_between_the_languages(site: Path) -> None:
    followed = 0
    for page in built(site):
        for link in seen(page).links:
            path, _, anchor = link.partition("#")
            if ":" in path:
                continue
            there = (page.parent / unquote(path)).resolve() if path else page
            assert there.is_file(), (page.name, link)
            assert not anchor or unquote(anchor) in seen(there).anchors, (page.name, link)
            followed += 1
    assert followed > 300


@pytest.mark.long
def test_equations_are_drawn_by_the_browser(site: Path) -> None:
    method = seen(site / "en/methods/evidence.html")
    assert method.equations >= 5
    for page in (site / "en/methods").glob("*.html"):
        assert "\\frac" not in page.read_text(encoding="utf-8"), page.name


@pytest.mark.long
def test_german_guides_have_a_summary_that_says_it_is_english(site: Path) -> None:
    guides = sorted((site / "de/how-to").glob("*.html"))
    assert len(guides) > 5
    for guide in guides:
        before, _, _ = guide.read_text(encoding="utf-8").partition("In short: ")
        assert before.rstrip().endswith('<div lang="en">\n<p><em>'), guide.name


@pytest.mark.long
def test_the_frame_of_a_page_speaks_its_language(site: Path) -> None:
    german, english = ((site / each / "tutorial.html").read_text("utf-8") for each in LANGUAGES)
    for said, told in words("de").items():
        frame = rf'(>\s*|"){re.escape(said)}(\s*<|")'
        assert re.search(frame, english), said
        assert not re.search(frame, german), said
        assert told in german, told


@pytest.mark.long
def test_the_search_page_counts_what_it_found_in_numbers(site: Path) -> None:
    told = (site / "de/_static/translations.js").read_text(encoding="utf-8")
    assert '"plural_expr": "+(n != 1)"' in told


@pytest.mark.long
def test_the_site_replaces_no_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    command = [sys.executable, "-m", "docs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "holds something else" in done.stderr
    assert (tmp_path / "letter.txt").exists()


def project(root: Path, **texts: str) -> Path:
    """A small project with pages of its own beside what every project has."""
    (root / "docs/de").mkdir(parents=True)
    for name in ("README.md", "README.en.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"):
        (root / name).write_text(f"# {name}\n")
    for name, text in texts.items():
        (root / "docs" / f"{name}.md").write_text(text)
    return root


def test_links_to_nothing_are_refused_all_at_once_with_their_pages(tmp_path: Path) -> None:
    pages = {"index": "# Start\n[there](gone.md)\n", "more": "# More\n![picture](no.png)\n"}
    with pytest.raises(BrokenLink) as refused:
        assemble(tmp_path / "sources", project(tmp_path / "project", **pages))
    assert "docs/index.md: gone.md" in str(refused.value)
    assert "docs/more.md: no.png" in str(refused.value)


@pytest.mark.long
def test_a_page_that_nothing_leads_to_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    listed = "".join(f"- [{name}](../{name}.md)\n" for name in ("README.en", "SECURITY"))
    listed += "- [c](../CONTRIBUTING.md)\n- [l](../CHANGELOG.md)\n"
    root = project(tmp_path / "project", index=f"# Start\n\n## All\n{listed}", lost="# Lost\n")
    assemble(tmp_path / "sources", root)
    assert sphinx(tmp_path / "sources/en", tmp_path / "site", "en") != 0
    told = capfd.readouterr().err
    assert "lost.md" in told
    assert "toctree" in told


def test_code_in_a_page_is_left_as_it_is(tmp_path: Path) -> None:
    code = "```sh\nklimamosaik [x](gone.md)\n```\n"
    assemble(tmp_path / "sources", project(tmp_path / "project", index=f"# Start\n{code}"))
    assert code in (tmp_path / "sources/en/index.md").read_text(encoding="utf-8")


def test_pictures_lie_where_the_pages_of_both_languages_look_for_them(tmp_path: Path) -> None:
    root = project(tmp_path / "project", index="# Start\n![wall](pictures/wall.svg)\n")
    (root / "docs/pictures").mkdir()
    (root / "docs/pictures/wall.svg").write_text("<svg/>")
    (root / "README.md").write_text('# Los\n<img src="docs/pictures/wall.svg" alt="Wand">\n')
    assemble(tmp_path / "sources", root)
    assert "(pictures/wall.svg)" in (tmp_path / "sources/en/index.md").read_text()
    assert 'src="pictures/wall.svg"' in (tmp_path / "sources/de/readme.md").read_text()
    for language in ("de", "en"):
        assert (tmp_path / "sources" / language / "pictures/wall.svg").is_file()


@pytest.mark.long
def test_every_picture_of_the_built_pages_is_there(site: Path) -> None:
    for page in built(site):
        for load in seen(page).loads:
            path = unquote(load.partition("?")[0].partition("#")[0])
            assert (page.parent / path).exists(), (page.name, load)
