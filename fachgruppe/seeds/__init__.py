"""Data that the portal brings along: the kickoff, examples for the demonstration, masses for measuring."""
