"""The screen. What is drawn is decided in ``picture``, ``panels`` and ``session``, which know no Textual."""
