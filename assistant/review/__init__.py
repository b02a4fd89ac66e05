"""Reports read and checked: one by one, in a batch, against an earlier version, into the library."""
