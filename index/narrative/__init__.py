"""The narrative as data: items of parts five and one, counted statements, sentences, groups."""
