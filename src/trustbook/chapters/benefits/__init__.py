"""The chapter benefits: what it works out, says and draws."""
