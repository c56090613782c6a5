"""PDF: its characters, lines and columns put together into paragraphs, and its pages drawn."""
