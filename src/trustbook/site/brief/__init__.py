"""The brief: two sides of A4 that a member takes into the room."""
