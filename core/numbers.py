"""Whole numbers from outside: an address, a field or a header may say anything, also »²« and 5,000 digits."""

LARGEST_NUMBER = 2**31 - 1  # that a column for numbers takes
LARGEST_KEY = 2**63 - 1  # the databases refuse a larger number instead of not finding it


def is_digits(text: str) -> bool:
    """Plain digits alone, 0 to 9, however many."""
    return text.isascii() and text.isdigit()


def number_in(text) -> int | None:
    """The number that `text` is in plain digits, as far as a key can reach; else None."""
    text = str(text)
    # The length first: Python takes its time with thousands of digits, and refuses more than 4,300.
    if not (is_digits(text) and len(text) <= len(str(LARGEST_KEY))):
        return None
    number = int(text)
    return number if number <= LARGEST_KEY else None


def numbers_in(texts) -> list[int]:
    """What of `texts` is a number, in their order."""
    return [number for number in map(number_in, texts) if number is not None]
