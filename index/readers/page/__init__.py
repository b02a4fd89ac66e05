"""What a printed page and a scanned page share: layout, grids, tables without lines."""
