"""A folder of statistics on a small invented country."""

from pathlib import Path

from klimamosaik.sources.statistics.layout import NAMES, TABLES

KEYS = {
    "DG000000": "country",
    "01000000": "state",
    "01001000": "independent city",
    "01051000": "district",
    "01051001": "village",
    "01051002": "town",
    "02000000": "city state",
}
PEOPLE = {"01001000": 100, "01051001": 10, "01051002": 40, "02000000": 200}


def write_folder(folder: Path, year: int = 2021) -> Path:
    """Write all tables: every number is the inhabitants, sums included."""
    folder.mkdir(exist_ok=True)
    sums = {
        **PEOPLE,
        "01051000": 50,
        "01000000": 150,
        "DG000000": 350,
    }
    for table in TABLES:
        head = ",".join(("ags", *table.columns))
        lines = [head]
        for key, name in KEYS.items():
            values = [name] if table is NAMES else [str(sums[key])] * len(table.columns)
            lines.append(",".join((key, *values)))
        (folder / f"{table.name}_{year}.csv").write_text("\n".join(lines) + "\n")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace text in one table."""
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
