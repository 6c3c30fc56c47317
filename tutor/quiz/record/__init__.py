"""The practice record: every answer a row, on disk; and what the rows say about skills."""
