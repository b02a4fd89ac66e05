"""The statutory tables: rows, columns and cells of parts two, three and four."""
