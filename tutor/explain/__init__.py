"""Why a cell has its value: the formula of that one cell, the numbers in it, where they came from and where they go.

Pure data, for the command line and the screen alike. ``explainer.Explainer`` is the way in.
"""
