"""What a published table that was loaded says."""

from dataclasses import dataclass

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class TableKind(TextEnum):
    """A published table."""

    INDUSTRY = (
        "industry",
        Text(
            "Energieverwendung des verarbeitenden Gewerbes nach Kreisen (Regionalstatistik 43531)",
            "energy use of manufacturing by district (Regionalstatistik 43531)",
        ),
    )
    EMPLOYEES = (
        "employees",
        Text(
            "Beschäftigte am Arbeitsort (Regionalstatistik 13111)",
            "employees at the place of work (Regionalstatistik 13111)",
        ),
    )
    HEATING = (
        "heating",
        Text(
            "Wohnungen nach Energieträger der Heizung (Zensus 2022)",
            "flats by heating carrier (Zensus 2022)",
        ),
    )
    TRAFFIC = (
        "traffic",
        Text("Verkehrszählung auf Autobahnen (BASt)", "traffic counts on motorways (BASt)"),
    )


@dataclass(frozen=True)
class LocalTable:
    """What one published table says, by key."""

    kind: TableKind
    year: int
    name: str  # of the file
    sha256: str
    rows: dict[str, dict[str, float]]  # by key; unknown figures are not in it
    notes: tuple[Text, ...] = ()
