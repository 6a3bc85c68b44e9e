"""What an expression selects: entities in the database, readings in tables."""
