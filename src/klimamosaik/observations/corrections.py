"""What a person corrects in a file before it is stored."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from klimamosaik.sources.tables import Hints
from klimamosaik.terms.carrier import Carrier


@dataclass(frozen=True)
class SeriesHint:
    """Where one series of the file belongs; None leaves the guess."""

    series: str  # name of the series in the preview
    building: str | None = None  # name of a building; a new name makes a new building
    carrier: Carrier | None = None

    @property
    def says_nothing(self) -> bool:
        """True where every guess is left as it is."""
        return self.building is None and self.carrier is None


@dataclass(frozen=True)
class Corrections:
    """All corrections of one file: how to read it, and where its series belong."""

    hints: Hints = field(default_factory=Hints)
    series: tuple[SeriesHint, ...] = ()

    def of(self, series: str) -> SeriesHint:
        """The hint on a series, or an empty one."""
        for hint in self.series:
            if hint.series == series:
                return hint
        return SeriesHint(series)

    @property
    def says_nothing(self) -> bool:
        """True where every guess is left as it is."""
        return self == Corrections()

    def updated(self, newer: "Corrections") -> "Corrections":
        """These corrections with every newer one on top."""
        older = [hint for hint in self.series if newer.of(hint.series).says_nothing]
        return replace(
            self,
            hints=self.hints.updated(newer.hints),
            series=(*older, *newer.series),
        )

    def to_json(self) -> str:
        """Write down what is set."""
        series = [
            {key: value for key, value in asdict(hint).items() if value is not None}
            for hint in self.series
        ]
        record = {"hints": self.hints.to_json(), "series": series}
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Corrections":
        """Read what `to_json` wrote."""
        record = json.loads(written)
        return cls(
            hints=Hints.from_json(record["hints"]),
            series=tuple(series_hint(each) for each in record["series"]),
        )


def series_hint(record: Mapping[str, str]) -> SeriesHint:
    """Read one series' hint."""
    carrier = record.get("carrier")
    return SeriesHint(
        record["series"], record.get("building"), Carrier(carrier) if carrier else None
    )
