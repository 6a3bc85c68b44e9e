"""A printed code is scanned, also torn, and leads to the page whose address stands beside it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.publication.cards.printed import ADDRESS, measured, squeezed, words

pytestmark = pytest.mark.django_db
DOTS = 300  # an inch, as an office prints


def needed(*programs: str) -> None:
    """Skip where a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing (apt-get install poppler-utils zbar-tools)")


def scanned(pdf: bytes, folder: Path) -> list[str]:
    """What a phone would read off the printed pages."""
    needed("pdftoppm", "zbarimg")
    (folder / "card.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-png", "card.pdf", "page"], cwd=folder, check=True
    )
    pages = sorted(folder.glob("page*.png"))
    assert pages
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", *pages], cwd=folder, check=True, capture_output=True, text=True
    )
    return read.stdout.split()


@pytest.mark.parametrize(("start", "language"), [("", "de"), ("/en", "en")])
def test_the_code_on_the_printed_card_leads_to_the_page(
    root: str, client: Client, tmp_path: Path, start: str, language: str
) -> None:
    pk = measured().pk
    answer = client.get(f"{start}{root}massnahme-{pk}.pdf")
    page = f"{ADDRESS}{start}{root.removesuffix('karten/')}massnahmen/{pk}/"
    assert scanned(answer.content, tmp_path) == [page]
    assert squeezed(page) in squeezed(words(answer.content))  # and whoever types reads the same


def test_the_code_is_still_read_where_a_tenth_of_it_is_torn_off(
    root: str, client: Client, tmp_path: Path
) -> None:
    """A corner that carries no finder pattern is white: error level Q puts up with it."""
    answer = client.get(f"{root}massnahme-{measured().pk}.pdf")
    needed("pdftoppm", "zbarimg")
    (tmp_path / "card.pdf").write_bytes(answer.content)
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "card.pdf", "p"], cwd=tmp_path, check=True)
    picture = next(tmp_path.glob("p*.pgm"))
    size, dots = grey(picture.read_bytes())
    x0, _, x1, y1 = box_of_code(size, dots)
    torn = (x1 - x0) // 3
    for y in range(y1 - torn, y1):
        for x in range(x1 - torn, x1):
            dots[y * size[0] + x] = 255
    head = b"P5\n%d %d\n255\n" % size
    (tmp_path / "torn.pgm").write_bytes(head + bytes(dots))
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", "torn.pgm"], cwd=tmp_path, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert read.stdout.strip().endswith(f"/massnahmen/{measured().pk}/")


def grey(picture: bytes) -> tuple[tuple[int, int], bytearray]:
    """Width and height [dots] of a picture, and its dots."""
    _, size, _, dots = picture.split(b"\n", 3)
    width, height = (int(each) for each in size.split())
    return (width, height), bytearray(dots)


def box_of_code(size: tuple[int, int], dots: bytearray) -> tuple[int, int, int, int]:
    """Where the code stands: the black dots in the lower left of the card."""
    width, height = size
    black = [
        (x, y)
        for y in range(height * 2 // 3, height)
        for x in range(width * 2 // 5)
        if dots[y * width + x] < 60
    ]
    xs, ys = [x for x, _ in black], [y for _, y in black]
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1


def test_the_code_is_at_least_three_centimetres_wide(
    root: str, client: Client, tmp_path: Path
) -> None:
    needed("pdftoppm")
    answer = client.get(f"{root}massnahme-{measured().pk}.pdf")
    (tmp_path / "card.pdf").write_bytes(answer.content)
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "card.pdf", "p"], cwd=tmp_path, check=True)
    size, dots = grey(next(tmp_path.glob("p*.pgm")).read_bytes())
    x0, y0, x1, y1 = box_of_code(size, dots)
    assert min(x1 - x0, y1 - y0) / 100 * 25.4 >= 30
