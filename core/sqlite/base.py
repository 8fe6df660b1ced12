"""Django's SQLite, for a file that may vanish or be exchanged while processes keep it open."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from core.slugs import folded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        """`"mode": "rw"` makes no new file: a folder that is not mounted would get an empty database."""
        params = super().get_connection_params()
        mode = params.pop("mode", "rwc")
        if mode != "rwc":
            params["database"] = f"file:{quote(str(Path(params['database']).absolute()))}?mode={mode}"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.create_function("german_folded", 1, _folded, deterministic=True)
        self.opened = self._file()
        return connection

    def is_usable(self) -> bool:
        """What is written to a removed file is gone with the last process that has it open."""
        return self.opened == self._file() is not None and super().is_usable()

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _folded(text: str | None) -> str | None:
    return None if text is None else folded(str(text))
