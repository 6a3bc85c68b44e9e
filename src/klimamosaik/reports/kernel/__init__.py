"""From yearly use, cost and weather to the energy report: pure functions, no database, no clock."""
