"""From how many homes on a value may be public: the rule with its source."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from klimamosaik.terms.text import Text

FILE = Path(__file__).parents[1] / "data" / "withholding.yaml"
WITHHELD = Text(
    "Nicht veröffentlicht, weil sich daraus der Verbrauch von weniger als {least} Wohnungen "
    "ablesen oder ausrechnen ließe ({source}).",
    "Not published, because the use of fewer than {least} homes could be read or worked out "
    "from it ({source}).",
)


@dataclass(frozen=True)
class HomesRule:
    """The least number of homes behind a public value."""

    least: int
    source: str

    @property
    def text(self) -> Text:
        """Why something is withheld."""
        return WITHHELD.format(least=self.least, source=self.source)


@cache
def homes_rule() -> HomesRule:
    """The rule in force."""
    rule = yaml.safe_load(FILE.read_text(encoding="utf-8"))["homes"]
    return HomesRule(rule["least"], rule["source"])
