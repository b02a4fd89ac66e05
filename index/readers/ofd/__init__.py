"""OFD (GB/T 33190): a package of XML parts, read as printed pages are."""
