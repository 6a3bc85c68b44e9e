"""The pictures of a report, by the names of their files."""

from dataclasses import dataclass, field

from klimamosaik.drawing.chart import Chart


@dataclass(frozen=True)
class Picture:
    """A chart by the name of its file."""

    file: str
    alt: str


@dataclass
class Folder:
    """The pictures drawn so far, by file name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, name: str, chart: Chart) -> Picture:
        """Put a chart into the folder."""
        file = f"{name}.svg"
        self.files[file] = chart.svg.encode()
        return Picture(file, chart.alt)
