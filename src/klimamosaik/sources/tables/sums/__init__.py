"""The same energy told more than once: totals, parts, directions. It counts once."""
