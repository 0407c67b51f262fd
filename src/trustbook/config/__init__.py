"""Read a workspace's settings, parameters and assumptions, and find its files and chapters."""
