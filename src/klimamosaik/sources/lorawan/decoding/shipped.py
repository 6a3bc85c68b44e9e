"""The decoders that come with the software."""

from functools import cache
from importlib import resources

import yaml

from klimamosaik.sources.lorawan.decoding.language import PayloadDecoder, decoder_from


@cache
def shipped() -> dict[str, PayloadDecoder]:
    """Every decoder in data/decoders by its code, read once."""
    folder = resources.files("klimamosaik.sources.lorawan") / "data" / "decoders"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=str)
    found = {}
    for file in files:
        code = file.name.removesuffix(".yaml")
        found[code] = decoder_from(code, yaml.safe_load(file.read_text(encoding="utf-8")))
    return found
