"""What can be done with a meeting, its agenda and its Rückblick. Nothing else writes them."""
