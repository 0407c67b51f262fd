"""The chapter placements: what it works out, says and draws."""
