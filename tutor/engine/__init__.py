"""The engine: the three programs of a model, their derivation, update rules, and runs through time."""
