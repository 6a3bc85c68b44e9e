"""What a measure really changed, with its range: the only place where a measure meets a meter."""
