"""The only place that writes people, organisations, memberships and invitations."""
