"""The energy report on paper, as a spreadsheet and as JSON."""
