"""docs/operations.md names every command that operators have, and none that there is not."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

HANDBOOK = Path(settings.BASE_DIR) / "docs" / "operations.md"
# For those who write the portal, or called by other commands.
NOT_FOR_OPERATORS = {
    "compile_po", "example_accounts", "messages", "routes", "seed_examples", "seed_load", "state_diagrams",
}  # fmt: skip


def ours():
    home = settings.BASE_DIR
    at_home = {config.name for config in apps.get_app_configs() if Path(config.path).parent == home}
    return {name for name, app in get_commands().items() if str(app) in at_home}


def named():
    return set(re.findall(r"manage\.py ([a-z_]+)", HANDBOOK.read_text()))


def test_every_command_of_ours_is_in_the_handbook():
    assert ours() - NOT_FOR_OPERATORS - named() == set()
    assert ours() >= NOT_FOR_OPERATORS


def test_every_command_in_the_handbook_is_there():
    assert named() - {*get_commands(), "help"} == set()
    assert len(named()) > 8
