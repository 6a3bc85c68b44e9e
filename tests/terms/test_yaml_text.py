"""Shipped facts are read alike by the reader in C and by Python's own."""

from pathlib import Path

import pytest
import yaml

from klimamosaik.terms import explained
from klimamosaik.terms.yaml_text import read_yaml

KINDS = """
a: &b {"ä": 1.0, 2: 1e3, c: 2021-01-01, d: null, "05": 05, e: yes}
f: [*b, "x: y", 'it''s']
g: |
  Zwei
  Zeilen
h: >-
  eine
  Zeile
"""


@pytest.mark.parametrize("text", [KINDS, Path(explained.FILE).read_text("utf-8"), ""])
def test_both_readers_say_the_same(text: str) -> None:
    assert repr(read_yaml(text)) == repr(yaml.safe_load(text))


@pytest.mark.parametrize("text", ["a: [1", "!!python/object/apply:os.getcwd []"])
def test_what_is_no_plain_fact_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_yaml(text)
