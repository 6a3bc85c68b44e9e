"""The pictures of the README show what the demo shows."""

import re
from hashlib import sha256

import pytest

from klimamosaik.web.demo.story import Story
from tests.conftest import ROOT
from tests.pictures.drawing import pictures
from tests.pictures.kept import FOLDER, kept

MOST = 200_000  # [bytes] of one picture
HOW = "the demo shows something else than docs/pictures: run `python -m tests.pictures`"


@pytest.mark.long
def test_the_pictures_say_what_the_demo_says(story: Story) -> None:
    made = {picture.file: picture.words for picture in pictures(story.municipality)}
    assert len(made) == 6
    assert {name: one.words for name, one in kept().items()} == made, HOW


def test_each_picture_is_the_one_its_words_were_kept_with() -> None:
    assert kept()
    for name, one in kept().items():
        drawn = (FOLDER / name).read_bytes()
        assert sha256(drawn).hexdigest() == one.sha256, f"{name} was changed by hand: {HOW}"
        assert len(drawn) < MOST, name


def test_every_picture_says_that_its_town_is_invented() -> None:
    for name, one in kept().items():
        said = " ".join(one.words)
        assert "erfunden" in said or "invented" in said, name


def test_each_readme_shows_the_pictures_of_its_language() -> None:
    for name, language in (("README.md", "de"), ("README.en.md", "en")):
        readme = (ROOT / name).read_text(encoding="utf-8")
        shown = re.findall(r"\]\(docs/pictures/(.+?)\)", readme)
        assert shown == [file for file in kept() if f"_{language}." in file], name
