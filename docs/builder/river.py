"""The picture of the house: the stages as a river, drawn from the order import-linter holds."""

from html import escape

from docs.builder.code import layers, promise_of


def river(folder: str = "") -> str:
    """The river as a list of layers, upstream on top; each stage leads to its page.

    A list, drawn by the stylesheet, fits a phone and is read aloud in its order.

    Args:
        folder: what leads from the page to the pages of the stages, e.g. "stages/".
    """
    rows = "\n".join(_layer(row, folder) for row in layers())
    return f'<ol class="river" role="list">\n{rows}\n</ol>'


def _layer(row: list[str], folder: str) -> str:
    """The stages of a layer, side by side."""
    return f"<li>{''.join(_stage(name, folder) for name in row)}</li>"


def _stage(name: str, folder: str) -> str:
    promise = escape(promise_of(name))
    return f'<a href="{folder}{name}.html"><b>{name}</b> <span>{promise}</span></a>'
