"""When each row was."""
