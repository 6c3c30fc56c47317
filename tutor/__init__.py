"""A terminal tutor for the forward pass, the backward pass and the update of small neural networks."""

__version__ = "0.1.0"
