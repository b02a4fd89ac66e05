"""The deterministic checkers: the rules, by what they look at."""
