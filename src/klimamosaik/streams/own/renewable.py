"""How much of the server's electricity is renewable, as its operator says; nothing is guessed."""

from dataclasses import dataclass

from klimamosaik.streams.models import DataSource
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum

SETTING = "renewable"  # in the settings of a source


class RenewableKind(TextEnum):
    """What a renewable share rests on."""

    CONTRACT = "contract", Text("Liefervertrag, übers Jahr", "supply contract, over the year")
    OWN_PLANT = "own plant", Text("eigene Anlage, gemessen", "own plant, metered")
    GRID = "grid", Text("Strommix des Netzes", "mix of the grid")


@dataclass(frozen=True)
class RenewableShare:
    """A share with what it rests on."""

    share: float  # 0..1
    kind: RenewableKind
    year: int
    source: str  # as the operator names it

    @property
    def said(self) -> Text:
        """The share with its source, in words."""
        told = {"share": self.share, "kind": self.kind.text, "source": self.source}
        return SAID.format(year=str(self.year), **told)


SAID = Text(
    "Davon erneuerbar: {share:%} laut Betreiber ({kind}, {year}). Quelle: {source}.",
    "Of this renewable: {share:%} as its operator says ({kind}, {year}). Source: {source}.",
)
NOT_SAID = Text(
    "Wie viel davon erneuerbar ist, hat der Betreiber nicht angegeben.",
    "How much of it is renewable its operator has not said.",
)


def renewable_of(source: DataSource) -> RenewableShare | None:
    """What the operator said; None where nothing was."""
    told = source.options.get(SETTING)
    if not told:
        return None
    return RenewableShare(told["share"], RenewableKind(told["kind"]), told["year"], told["source"])


def as_setting(share: RenewableShare) -> dict[str, object]:
    """The same as it is kept."""
    return {
        "share": share.share,
        "kind": share.kind.value,
        "year": share.year,
        "source": share.source,
    }
