"""The chapter what changed: what it works out, says and draws."""
