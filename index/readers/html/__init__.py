"""HTML: its blocks in order, tables by their spans, boxes and placed text as they are seen."""
