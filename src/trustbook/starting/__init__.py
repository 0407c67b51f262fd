"""Start a workspace or a period, and bring a workspace to the installed version."""
