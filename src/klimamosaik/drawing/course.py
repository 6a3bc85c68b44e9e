"""The course of the wall: the order in which stones are laid, from one corner.

Each stone touches the one before it along an edge, so that whatever lies together on the course is
connected in the picture. The course was found by simulated annealing over such paths: it stays
close to a front that moves out from the corner, and runs of 4 to 28 stones stay compact.
"""

from functools import cache

COLUMNS, ROWS = 40, 25  # of the wall lying down; standing it is mirrored: 25 x 40
EXTRA_COLUMNS = 6  # beside the wall, for stones above 1,000
STEPS = {"R": (1, 0), "L": (-1, 0), "U": (0, 1), "D": (0, -1)}
COURSE = (
    "RRULLUURDRRDDRURDRRRULLULLUULDLULLURRULLUURDRURDDDRURDDDRUURDDDRURDDDRUURDDRURDRURDRRULULL"
    "LLURULLDLULLURRULLULDLULLURRULLULDLULDLUURRULLURRRDDRURDDRURDRDLDRRDRURDDDRUURDDRDDRURDRDR"
    "RDLDRRURDRURDRRULULLLLULLULUULDLULURULULDLUULDLLURUULDLUULDLULLUULDLLLURRULLURRRDRRRDLDRRU"
    "RDRDRURDDDRRDRURDDRURDDLDRRURDDLDRDRURDDRRRRDRRDLDRRURDRRULULLULLULLLLURULLLURRULLULLURULU"
    "LDLULULDLLURULULLLURULLDLULULDLULLLLURRULLURRRDDRURDRRDRRRRDDRURDDRDRURRDLDRRURDDRURDDLDRD"
    "RUURDDDDRUURDDDLDRRRDRRDRRDRDDRRRRULLLURULLULLULLULLURRULLURRULLULDLUUULDLUUULDLULLULLLLUR"
    "ULULDLULLULDLULLULLULLLLUURDRURDRURDDRRDRURDRRDRURDRRDRDDRRRDRRRRRDLDRRRDLDRRDRURRDLDRDLDR"
    "DLDRRDRRDRRDDRRDDRUUUULDLUULLUULDLULUUUURDDDRUURULULLULLULDLUUULDLUULLLULDLULLLURULLULLULL"
    "LLULLLLURRRRRDRURDRURDDRRDRRDDRURDRRDRRRDRRDDRURDDRRDRURDDRURDDLDDLDRDDRRDRUULLUUURDDRUUUL"
    "URULURULLDLULULDLLURULULDLUULDLULULDLUULDLULLULLULLURRRDRURDDRRULURRDDRDRURDDRURDRDRURDDRD"
    "RURDDRURDRUULLULLLURULLULDLULLULLLURRRRDRURDRURDDRUURDDDDRUUUURDDDRUUURDDDDLLDRRDDDDDDDDDD"
    "DDDDDDDDD"
)


@cache
def course() -> tuple[tuple[int, int], ...]:
    """Cells (column from the left, row from below) in the order they are laid, extras last."""
    x, y = 0, 0
    cells = [(x, y)]
    for step in COURSE:
        right, up = STEPS[step]
        x, y = x + right, y + up
        cells.append((x, y))
    return (*cells, *extra(x, y))


def extra(x: int, y: int) -> list[tuple[int, int]]:
    """Cells beside the wall, column by column, up and down, from where the course ends."""
    if (x, y) != (COLUMNS - 1, 0) or len(COURSE) != STONES - 1:
        raise AssertionError("the course ends at the foot of the last column")
    return [
        (COLUMNS + column, row if column % 2 == 0 else ROWS - 1 - row)
        for column in range(EXTRA_COLUMNS)
        for row in range(ROWS)
    ]


STONES = 1000  # in the wall: one stone is a thousandth of the yearly reduction needed
