"""A forgotten password: a link by e-mail, where this installation sends any."""
