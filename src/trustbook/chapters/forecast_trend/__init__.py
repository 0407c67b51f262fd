"""The chapter forecast trend: what it works out, says and draws."""
