"""What leaves the program as a file: sheets, ledgers, Word documents."""
