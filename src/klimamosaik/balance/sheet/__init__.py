"""The grid of a balance as an Excel workbook, out and in again."""
