"""The formula language: text to tree, shapes, values, cells, and text again. It knows no lesson and no screen."""
