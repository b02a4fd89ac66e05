"""Scans and pictures to blocks."""
