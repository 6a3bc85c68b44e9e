"""The machine this software runs on, as a source: what its counters say of its energy."""
