from tests.access.conftest import portal  # noqa: F401
