"""A Document to a Report: title, chapters, narrative, the statutory tables."""
