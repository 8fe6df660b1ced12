from codecs import lookup


def is_utf8(charset: str) -> bool:
    """Under any of its names; what has no name is none."""
    try:
        return lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
