"""How colours look to people whose eyes lack one kind of cone, and how far apart they are."""

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]  # linear RGB, 0..1

# Machado, Oliveira, Fernandes 2009 (IEEE TVCG 15), severity 1.0, on linear RGB.
EYES: dict[str, list[list[float]]] = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(code: str) -> Colour:
    """#rrggbb as linear RGB."""
    value = np.array([int(code[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def seen(code: str, eyes: str) -> Colour:
    """The colour as these eyes see it."""
    return np.clip(np.array(EYES[eyes]) @ linear(code), 0.0, 1.0)


def lab(colour: Colour) -> Colour:
    """CIE L*a*b* for D65."""
    ratio = (XYZ @ colour) / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, eyes: str) -> float:
    """CIE76 difference as these eyes see it; about 2.3 is just noticeable."""
    return float(np.linalg.norm(lab(seen(one, eyes)) - lab(seen(other, eyes))))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    light = sorted(
        float(np.array([0.2126, 0.7152, 0.0722]) @ linear(code)) for code in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)
