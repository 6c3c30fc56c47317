"""Ways to be asked, as objects that a screen or a program line by line shows: predict, questions, practice, the bug."""
