"""Rows and columns as series of readings: names, numbers, counters, doubles, clocks."""
