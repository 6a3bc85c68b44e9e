"""Splitting the change of a product into the parts its factors had in it, exactly.

For v = x1 * x2 * ... * xn the part of factor i is the change xi makes, averaged over every order
in which the factors could have changed one after the other: the Shapley value, as Albrecht,
François and Schoors, "A Shapley decomposition of carbon emissions without residuals" (Energy
Policy 30, 2002) use it. The parts add up to the change, no factor is favoured, and zeros need no
exception as they do with logarithms (LMDI, Ang 2005).
"""

from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]


def shares(before: Floats, after: Floats) -> Floats:
    """The part of each factor in the change of their product.

    `before`, `after` [factor, row]; returns [factor, row] in the product's unit, with
    sum over factors = product(after) - product(before):
    part_i = sum over sets S without i of |S|! (n-|S|-1)! / n!
             * (after_i - before_i) * prod(j in S) after_j * prod(j not in S, j != i) before_j.
    """
    n = len(before)
    parts = np.zeros_like(before, dtype=np.float64)
    for i in range(n):
        others = [j for j in range(n) if j != i]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for changed in combinations(others, size):
                factor = weight * (after[i] - before[i])
                for j in others:
                    factor = factor * (after[j] if j in changed else before[j])
                parts[i] += factor
    return parts
