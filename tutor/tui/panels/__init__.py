"""What each part of the screen says about a moment, as pictures. Knows no Textual."""
