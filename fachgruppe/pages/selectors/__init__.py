"""The rows that the pages of the portal itself read."""
