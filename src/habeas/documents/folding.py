"""Words made even, so that headings and set words of people compare."""

import unicodedata


def folded(text: str) -> str:
    """Case, accents, punctuation and blanks made even, for comparing headings and set words."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    kept = (
        character if character.isalnum() else " "
        for character in plain
        if not unicodedata.combining(character)
    )
    return " ".join("".join(kept).split())
