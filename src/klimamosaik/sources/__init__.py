"""Ways in: bytes as offices, stations and utilities hand them out -> readings. No Django.

`grid` turns bytes into cells and columns of cells into numbers and times; `sheets` knows what all
tables have in common: headings, words, problems. `tables`, `measure_lists`, `weather` and
`statistics` give cells their meaning and know nothing of each other. `lorawan` reads what network
servers push.
"""
