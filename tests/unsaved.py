"""Actions that take a row which nobody has saved yet, for tests that say its columns one by one."""

from functools import wraps


def of_columns(action, name, model):
    """Return `action` taking the columns of `model` in the place of its argument `name`."""
    columns = {field.name for field in model._meta.fields} - {"version"}

    @wraps(action)
    def act(**words):
        row = model(**{word: value for word, value in words.items() if word in columns})
        others = {word: value for word, value in words.items() if word not in columns}
        return action(**others, **{name: row})

    return act
