"""What bad input costs: one file, one line, and no more than its share."""
