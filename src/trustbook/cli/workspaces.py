"""Define the commands that start a workspace and a period, and say how they stand.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""
