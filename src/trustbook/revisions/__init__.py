"""What was published: revisions that never change, who approved them, and the log of who did what."""
