"""Reading, recognising, keeping and searching annual reports."""
