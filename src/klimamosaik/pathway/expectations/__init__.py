"""What measures are expected to bring: one by one, or all in one table from what lists state."""
