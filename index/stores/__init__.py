"""Where things are kept: facts and text in SQL, vectors in Chroma, originals as files."""
