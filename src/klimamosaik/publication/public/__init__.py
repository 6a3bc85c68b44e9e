"""What strangers are answered: it reads through `publication.queries` and nothing else."""
