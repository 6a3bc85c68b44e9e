"""What can be asked: each address of the interface."""
