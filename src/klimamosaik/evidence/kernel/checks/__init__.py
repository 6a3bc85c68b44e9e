"""Whether readings may carry an answer: cleaned, counted, doubted."""
