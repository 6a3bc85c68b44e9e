"""What every step of reading a table speaks of: words, hints, questions, series, findings."""
