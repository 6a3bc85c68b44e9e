"""Sheets brought into one shape: one header, one row for each time."""
