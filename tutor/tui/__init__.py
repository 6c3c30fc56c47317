"""The screen: what is drawn is decided in ``picture`` and ``session``, which know no Textual; the rest only shows it."""
