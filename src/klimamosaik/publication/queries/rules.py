"""From how many homes on a value may be public: the rule with its source."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parents[1] / "data" / "withholding.yaml"
WITHHELD = Text(
    "Nicht veröffentlicht, weil sich daraus der Verbrauch von weniger als {least} Wohnungen "
    "ablesen, ausrechnen oder, mit mehr als {share} % einer Summe, schätzen ließe ({source}; "
    "{share_source}).",
    "Not published, because the use of fewer than {least} homes could be read, worked out or, "
    "with more than {share} % of a sum, guessed from it ({source}; {share_source}).",
)

IN_TABLE = Text(
    "nicht veröffentlicht: betrifft weniger als {least} Wohnungen",
    "not published: concerns fewer than {least} homes",
)


@dataclass(frozen=True)
class HomesRule:
    """The least number of homes behind a public value, and what fewer may have of a sum."""

    least: int
    source: str
    share: float  # 0..1
    share_source: str

    @property
    def text(self) -> Text:
        """Why something is withheld."""
        return WITHHELD.format(
            least=self.least,
            source=self.source,
            share=round(100 * self.share),
            share_source=self.share_source,
        )

    @property
    def in_table(self) -> Text:
        """The same in a few words, beside each value."""
        return IN_TABLE.format(least=self.least)


@cache
def homes_rule() -> HomesRule:
    """The rule in force."""
    rules = read_yaml(FILE.read_text(encoding="utf-8"))
    homes, share = rules["homes"], rules["share"]
    return HomesRule(homes["least"], homes["source"], share["most"], share["source"])
