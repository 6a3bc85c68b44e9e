"""What was measured: by the device type's decoder, else by what the network decoded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.sources.lorawan.decoding.language import PayloadDecoder, decoder_from
from klimamosaik.sources.lorawan.decoding.running import decode
from klimamosaik.sources.lorawan.measurement import Measurement
from klimamosaik.sources.lorawan.naming import property_named
from klimamosaik.sources.lorawan.uplink import Uplink
from klimamosaik.sources.lorawan.walking import values_in
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.yaml_text import read_yaml

NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?", re.ASCII)
NO_DECODER = Text(
    "Für das Gerät „{device}“ ist kein Decoder gewählt, und das Netz schickt keine gelesenen "
    "Werte. Nutzlast auf Port {port}: {payload}.",
    "No decoder is chosen for the device “{device}”, and the network sends no decoded values. "
    "Payload on port {port}: {payload}.",
)
PORT_0 = Text(
    "Port 0 trägt Befehle des Netzes, keine Messwerte.",
    "Port 0 carries commands of the network, no readings.",
)
EMPTY = Text("Die Meldung enthält keine Nutzlast.", "The message holds no payload.")
NOTHING_IN_IT = Text("Die Meldung enthält keine Werte.", "The message holds no values.")


@dataclass(frozen=True)
class DecoderChoice:
    """Which decoder reads which device of a source."""

    by_device: Mapping[str, PayloadDecoder]  # by EUI
    fallback: PayloadDecoder | None  # for all other devices

    def of(self, uplink: Uplink) -> PayloadDecoder | None:
        """The decoder of a device: chosen for it, named by its model, or that of all."""
        chosen = self.by_device.get(uplink.device)
        if chosen is not None:
            return chosen
        model = uplink.model.lower()
        by_model = (each for each in shipped().values() if model and model in each.devices)
        return self.fallback or next(by_model, None)


def choice_from(options: Mapping[str, Any]) -> DecoderChoice:
    """The choice in a source's settings.

    options: "decoder" is the code of one for all devices; "decoders" holds codes by EUI;
    "own_decoders" are decoders of the operator's own, by code.
    Raises InputRejected for a decoder that cannot be read or is not there.
    """
    own = {code: decoder_from(code, each) for code, each in options.get("own_decoders", {}).items()}
    there = {**shipped(), **own}
    chosen = options.get("decoders", {})
    by_device = {eui.lower(): named(code, there) for eui, code in chosen.items()}
    fallback = options.get("decoder")
    return DecoderChoice(by_device, named(fallback, there) if fallback else None)


def named(code: str, there: Mapping[str, PayloadDecoder]) -> PayloadDecoder:
    """The decoder of a code. Raises InputRejected naming those there are."""
    if code not in there:
        raise rejected(
            "unknown_decoder",
            "Den Decoder „{decoder}“ gibt es nicht. Vorhanden sind: {there}.",
            "There is no decoder “{decoder}”. There are: {there}.",
            decoder=code,
            there=", ".join(sorted(there)),
        )
    return there[code]


@dataclass(frozen=True)
class MeasuredMessage:
    """What a message holds: values, or the sentence that says why there are none."""

    measurements: tuple[Measurement, ...]
    note: Text | None = None  # why there are none, or what was not understood


def measurements(uplink: Uplink, choice: DecoderChoice) -> MeasuredMessage:
    """The values of a message. What a chosen decoder reads comes before what the network read."""
    if uplink.port == 0:
        return MeasuredMessage((), PORT_0)
    decoder = choice.of(uplink)
    if decoder is not None and uplink.payload is not None:
        return by_decoder(decoder, uplink, uplink.payload)
    if uplink.decoded:
        told = measured_by_network(uplink.decoded)
        return told if told.measurements or told.note else MeasuredMessage((), NOTHING_IN_IT)
    if uplink.payload is None:
        return MeasuredMessage((), EMPTY)
    return MeasuredMessage(
        (),
        NO_DECODER.format(
            device=uplink.name, port=str(uplink.port), payload=uplink.payload[:24].hex()
        ),
    )


def by_decoder(decoder: PayloadDecoder, uplink: Uplink, payload: bytes) -> MeasuredMessage:
    """What the decoder reads; where it reads nothing, what the network read, with the reason."""
    try:
        found = decode(decoder, payload=payload, port=uplink.port)
        read, note = found.measurements, found.rest
    except InputRejected as refusal:
        read, note = (), refusal.complaints[0].text
    if read or not uplink.decoded:
        return MeasuredMessage(read, note)
    told = measured_by_network(uplink.decoded)
    notes = [each for each in (note, told.note) if each is not None]
    return MeasuredMessage(told.measurements, joined(notes, " ") if notes else None)


def measured_by_network(decoded: Mapping[str, Any]) -> MeasuredMessage:
    """What a network's decoder read, and what of it is not taken.

    Many write `(t / 10).toFixed(1)`, which is a text: it is a number where the name has a unit.
    """
    found = values_in(decoded)
    read = (
        replace(each, value=float(each.value)) if is_number_in_text(each) else each
        for each in found.values
    )
    return MeasuredMessage(tuple(read), found.left_out)


def is_number_in_text(measured: Measurement) -> bool:
    """True for the text of a number that is measured in some unit."""
    if not isinstance(measured.value, str) or not NUMBER.fullmatch(measured.value):
        return False
    return bool(property_named(replace(measured, value=0)).unit)


@cache
def shipped() -> dict[str, PayloadDecoder]:
    """Every decoder in data/decoders by its code, read once."""
    folder = resources.files("klimamosaik.sources.lorawan") / "data" / "decoders"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=str)
    found = {}
    for file in files:
        code = file.name.removesuffix(".yaml")
        found[code] = decoder_from(code, read_yaml(file.read_text(encoding="utf-8")))
    return found
