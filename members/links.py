"""Personal links in mails: what they say besides the thing to which they lead."""


def numbers_in(said, count) -> list[int]:
    """Return the numbers of a signed text »12-7-1«; what an older link does not say yet is 0."""
    numbers = [int(number) for number in said.split("-")]
    return numbers + [0] * (count - len(numbers))
