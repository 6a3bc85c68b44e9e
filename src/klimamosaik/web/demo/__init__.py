"""A synthetic town whose true effects are known: the whole chain can be checked against them."""
