"""Mutation: whether the unit tests notice when the code says something else."""
