"""The library: reports in and out of the stores, in step with each other."""
