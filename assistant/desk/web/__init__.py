"""The site around the pages: who may come in, from where, and what the browser is told."""
