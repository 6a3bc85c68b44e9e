"""Cells of exported spreadsheets must never run as formulas in the reader's program."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutralise(cell: str) -> str:
    """Put an apostrophe before text a spreadsheet would take for a formula; numbers stay."""
    if not cell.lstrip(" ").startswith(DANGEROUS) or _is_number(cell):
        return cell
    return "'" + cell


def _is_number(cell: str) -> bool:
    body = cell.strip(" ").removeprefix("-").removeprefix("+")
    return body.replace(".", "").replace(",", "").isascii() and (
        body.replace(".", "").replace(",", "").isdigit()
    )
