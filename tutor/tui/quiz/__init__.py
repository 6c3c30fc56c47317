"""What a learner has in front of them while being asked: fields, grids, papers and rounds. Knows no Textual."""
