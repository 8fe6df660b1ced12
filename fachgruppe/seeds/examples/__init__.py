"""Example contributions beside the facts of the kickoff, marked as such; only the demonstration has them."""
