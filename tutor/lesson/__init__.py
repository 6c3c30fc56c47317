"""Lesson files: what a teacher writes, read into what the tutor runs, with every complaint a file can earn.

``reading.read_lesson`` turns one file into a ``Lesson`` or into complaints; ``collection.Collection`` keeps the
shipped lessons and a learner's own side by side. Nothing here raises because of what a file contains.
"""
