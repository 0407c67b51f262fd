"""The chapter front door: what it works out, says and draws."""
