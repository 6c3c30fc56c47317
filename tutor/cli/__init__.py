"""The command line: what can be done without the screen, and the way into it.

Nothing here imports NumPy or Textual before a command needs it: ``tutor --version`` answers at once.
"""

from tutor.cli.entry import main

__all__ = ["main"]
