"""What the reports' own words tell: counts, part five, sentences quoted and told again."""
