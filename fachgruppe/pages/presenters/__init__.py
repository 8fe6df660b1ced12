"""The pages of the portal itself in words."""
