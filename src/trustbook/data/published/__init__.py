"""Read the statistics that the department publishes."""
