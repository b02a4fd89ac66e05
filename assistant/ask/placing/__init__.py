"""What a question says put into its plan: nothing left out, parts side by side, odd words by nearness."""
