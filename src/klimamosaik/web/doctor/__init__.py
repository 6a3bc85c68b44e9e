"""How this installation is, in plain sentences, with what to do where something is wrong."""
