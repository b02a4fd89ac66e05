"""资料库: what is kept, the roster, the board, files coming in."""
