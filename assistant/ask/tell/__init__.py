"""Rows to the words of an answer: numbers as they are asked for, sentences, lists and tables."""
