"""审查: a list of reports, and one report beside its findings."""
