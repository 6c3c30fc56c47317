"""Pictures of what a lesson computes: one view a file, and the table of them. Knows no Textual."""
