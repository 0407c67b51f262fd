"""The chapter call on councils: what it works out, says and draws."""
