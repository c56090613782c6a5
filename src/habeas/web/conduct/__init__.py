"""What the body conducts itself, step by step: rows as a history, a page of steps, and a form for each."""
