"""The prompts, one template a file (`prompts/<name>.md`), and their loader."""
