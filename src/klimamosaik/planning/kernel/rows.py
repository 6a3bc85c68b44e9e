"""The constraints of a choice, gathered row by row for the solver."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import highspy

Floats = NDArray[np.float64]
Columns = NDArray[np.int64]


class Constraints:
    """Sums over yes-no variables that must not exceed a limit."""

    def __init__(self, variables: int) -> None:
        self.upper = np.ones(variables)
        self.columns: list[Columns] = []
        self.values: list[Floats] = []
        self.limits: list[float] = []

    def add(self, columns: Columns, values: Floats, limit: float) -> None:
        """Sum of `values` over the chosen `columns` stays at or below `limit`."""
        self.columns.append(columns)
        self.values.append(values)
        self.limits.append(limit)

    def forbid(self, columns: Columns) -> None:
        """These can not be chosen."""
        self.upper[columns] = 0.0

    def model(self, worth: Floats) -> "highspy.HighsLp":
        """The program that maximises the worth of what is chosen."""
        import highspy  # large; only who searches needs it

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(worth), len(self.limits)
        model.col_cost_ = worth
        model.col_lower_, model.col_upper_ = np.zeros(len(worth)), self.upper
        model.row_lower_ = np.full(len(self.limits), -highspy.kHighsInf)
        model.row_upper_ = np.array(self.limits)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(worth)
        model.sense_ = highspy.ObjSense.kMaximize
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *map(len, self.columns)])
        matrix.index_ = np.concatenate(self.columns) if self.columns else np.empty(0, np.int64)
        matrix.value_ = np.concatenate(self.values) if self.values else np.empty(0)
        return model
