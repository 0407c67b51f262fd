"""The corruption suite: returns made wrong on purpose, everywhere that it makes sense, and what the gate says."""
