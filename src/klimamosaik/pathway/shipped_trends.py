"""What trends usually are, as shipped: dated figures with their source."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from klimamosaik.pathway.kernel.trend import UsualTrend
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

ALL = "all"


@dataclass(frozen=True)
class ShippedTrend:
    """The usual trend of one use and where it is from."""

    use: str
    usual: UsualTrend
    series: int  # towns behind it
    source: Text
    status: str  # official | second-hand | derived


@cache
def shipped_trends() -> dict[str, ShippedTrend]:
    """All that ship, by use."""
    path = resources.files("klimamosaik.pathway") / "data" / "trend.yaml"
    content = read_yaml(path.read_text(encoding="utf-8"))
    return {
        row["use"]: ShippedTrend(
            row["use"],
            UsualTrend(row["change"], row["towns"], row["time"], row["scatter"]),
            row["series"],
            Text(**content["sources"][row["source"]]),
            row["status"],
        )
        for row in content["uses"]
    }


def usual_for(use: str) -> ShippedTrend:
    """The usual trend of a use; that of a whole town where none is known for the use alone."""
    shipped = shipped_trends()
    return shipped.get(use, shipped[ALL])
