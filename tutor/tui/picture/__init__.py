"""Pictures: which text stands where, in which role. Pure data, made and tested without a screen.

A widget turns a picture into strips and gives each role its colours; nothing here knows what a colour is.
"""
