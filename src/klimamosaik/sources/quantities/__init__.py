"""What is measured: the words that tell a quantity, its units, and the values there can be."""
