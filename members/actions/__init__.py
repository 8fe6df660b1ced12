"""The only place that writes people, houses, memberships and invitations."""
