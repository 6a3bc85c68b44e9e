"""Pages that belong to no single stage: start, set-up, log-in, people, meters and their use."""
