"""The chapter programme: what it works out, says and draws."""
