"""What the pages stand in: the shell, panels, background jobs, one user's state, charts."""
