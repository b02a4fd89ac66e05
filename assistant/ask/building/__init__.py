"""Plans put together from what a question was read to say, a module a manner of asking."""
