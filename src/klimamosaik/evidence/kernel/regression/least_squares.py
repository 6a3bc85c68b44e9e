"""Penalised least squares of many meters that share their columns.

What differs from meter to meter is only how much each day weighs. So the sums of products that the
normal equations of all of them need are one matrix product: weights times products of columns.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Numbers


class SharedColumns:
    """Columns of a regression, the same for each of m meters; `table` has shape (d, p)."""

    def __init__(self, table: Numbers) -> None:
        self.table = table

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
        """Each pair of columns that are not zero, with their product on each day, shape (d, k)."""
        used = np.flatnonzero(self.table.any(axis=0))
        one, two = (used[at] for at in np.triu_indices(len(used)))
        return one, two, self.table[:, one] * self.table[:, two]

    def normal(self, weight: Numbers) -> Numbers:
        """Weighed sums of products of the columns of each meter, shape (m, d) -> (m, p, p)."""
        one, two, products = self._pairs
        sums = weight @ products
        count = self.table.shape[1]
        found = np.zeros((len(weight), count, count))
        found[:, one, two] = found[:, two, one] = sums
        return found

    def toward(self, use: Numbers) -> Numbers:
        """Sums of columns times what is to be explained, weighed already, (m, d) -> (m, p)."""
        summed: Numbers = use @ self.table
        return summed

    def fit(self, coefficients: Numbers) -> Numbers:
        """What is explained on each day, shape (m, p) -> (m, d)."""
        fitted: Numbers = coefficients @ self.table.T
        return fitted

    def solved(self, use: Numbers, weight: Numbers, penalties: Numbers) -> Numbers:
        """Coefficients of each meter, shape (m, p).

        use: shape (m, d), any number where it weighs nothing; weight: the same, or one row of all
        meters; penalties: shape (p,).
        """
        normal = self.normal(weight) + np.diag(penalties)
        if len(weight) == 1:
            return solved(normal, use @ (weight.T * self.table))
        return solved(normal, self.toward(weight * use))


def solved(normal: Numbers, toward: Numbers) -> Numbers:
    """Solve the normal equations of each meter, shapes (m, p, p) and (m, p) -> (m, p).

    Where they are the same of all meters, shape (1, p, p), they are taken apart once.
    """
    if len(normal) == 1:
        return np.asarray(np.linalg.solve(normal[0], toward.T).T, np.float64)
    return np.asarray(np.linalg.solve(normal, toward[:, :, None])[:, :, 0], np.float64)
