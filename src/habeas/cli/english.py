"""What the terminal says is English: counted, listed and dated as everywhere else."""

from habeas.language import words

EN = words("en")
