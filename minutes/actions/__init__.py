"""What can be done with minutes. Nothing else writes them."""
