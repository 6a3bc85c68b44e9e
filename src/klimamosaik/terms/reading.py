"""The one form of readings in a table, from a file's columns to the store.

Beside these columns stands whose a reading is: a series of a file, later a datastream.
"""

import polars as pl

from klimamosaik.terms.quality import Quality

INSTANT = pl.Datetime("us", "UTC")
WITHDRAWN = "withdrawn"  # a tombstone in the store: nothing is known here any more
# Stored as their position, so new ones go to the end. What is stated or calculated is no reading.
READ = (Quality.MEASURED, Quality.ESTIMATED, Quality.DEFAULT, Quality.UNKNOWN)
QUALITIES = (*(each.value for each in READ), WITHDRAWN)
QUALITY = pl.Enum(QUALITIES)
GUESSED = pl.col("quality") != Quality.MEASURED.value  # of rows: not said to be measured
READING = {"start": INSTANT, "end": INSTANT, "value": pl.Float64(), "quality": QUALITY}
