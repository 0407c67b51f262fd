"""The chapter published: what it works out, says and draws."""
