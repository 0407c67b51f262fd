"""Answer what the year would cost the councils, how that is divided, and what it depends on."""
