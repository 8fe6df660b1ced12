"""What can be done with decisions and tasks. Nothing else writes them."""
