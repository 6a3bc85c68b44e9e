"""What each column is for."""
