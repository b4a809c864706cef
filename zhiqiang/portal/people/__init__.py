"""Pages for signing in, one's own account, people and bodies, roles."""
