"""Heat meters that log "Z|number|day|kWh" below a line "WAERMELOG"."""

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats import FileFormat, FormatHints
from klimamosaik.sources.grid.part import FilePart, OpenedFile, made_grid
from klimamosaik.terms.text import Text

WRITTEN = Detected("heat log", Text("Wärmelog", "heat log"))


def recognises(head: FileHead) -> bool:
    return head.text.startswith("WAERMELOG")


def read(content: Content, told: FormatHints) -> OpenedFile:
    text, encoding = decode(content.data, told.encoding)
    rows = [line.split("|") for line in text.splitlines() if line.startswith("Z|")]
    _, meter, day, amount = zip(*rows, strict=True)
    header = ["Zähler", "Tag", "Wärme (kWh)"]
    grid = made_grid(header, [meter, day, amount], container=WRITTEN, encoding=encoding)
    return OpenedFile((FilePart("", grid),))


HEAT_LOG = FileFormat(WRITTEN, recognises, read, (".wlg",))
