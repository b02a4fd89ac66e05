"""Files to Documents, a module a format."""
