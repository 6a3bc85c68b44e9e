"""Ways in: bytes as offices, stations and utilities hand them out -> readings. No Django.

`grid` turns bytes into cells and columns of cells into numbers and times; `tables` and `weather`
give them meaning and know nothing of each other.
"""
