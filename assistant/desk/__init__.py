"""The desk: the Gradio pages, a module a page."""
