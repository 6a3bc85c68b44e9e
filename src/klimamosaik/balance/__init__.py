"""The greenhouse-gas balance of a municipality by the rules of BISKO, with a verdict."""
