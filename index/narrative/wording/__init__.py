"""What words of part five say: a problem, a measure, a thing done, and where a sentence turns."""
