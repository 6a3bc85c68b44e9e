"""What tables of meters and lists of measures have in common: headings, words, columns, problems.

Above this stands what a table means (`tables`, `measure_lists`), below it its cells (`grid`).
"""
