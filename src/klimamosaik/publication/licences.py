"""Licences open data can be given: facts from `data/licences.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.records.language import said
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parent / "data" / "licences.yaml"
DEFAULT_LICENCE = "dl-by-de-2.0"


@dataclass(frozen=True)
class Licence:
    """A licence, and the address by which catalogues know it."""

    code: str
    name: Text
    short: str
    iri: str  # in the list of DCAT-AP.de
    web: str
    attribution: bool  # who uses the data names whose they are


@cache
def licences() -> dict[str, Licence]:
    """All licences by their code, in the order they are offered."""
    rows = read_yaml(FILE.read_text(encoding="utf-8"))
    return {
        row["code"]: Licence(
            code=row["code"],
            name=Text(row["name"]["de"], row["name"]["en"]),
            short=row["short"],
            iri=row["iri"],
            web=row["web"],
            attribution=row["attribution"],
        )
        for row in rows
    }


def licence_choices() -> list[tuple[str, str]]:
    """What a form offers."""
    return [(each.code, said(each.name.de, each.name.en)) for each in licences().values()]
