"""Word documents: opened safely, and their paragraphs with the numbers that Word prints."""
