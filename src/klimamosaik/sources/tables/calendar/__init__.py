"""Words and numbers for times: quarters, parts of a day, the year a title tells."""
