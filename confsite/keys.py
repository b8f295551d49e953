"""What an address or a form may name a row by, before anything is looked up by it."""

# A bigint has 19 digits; of ours none comes near.
DIGITS = 18


def is_key(text: object) -> bool:
    """Whether a row can have such a key. Longer ones are errors of the database, and
    those of thousands of digits of Python."""
    written = str(text)
    return written.isascii() and written.isdecimal() and len(written) <= DIGITS
