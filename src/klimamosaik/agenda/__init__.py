"""What is to be done today: one page for the office, most urgent first."""
