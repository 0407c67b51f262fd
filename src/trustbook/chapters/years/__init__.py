"""The chapter years: what it works out, says and draws."""
