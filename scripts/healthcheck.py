"""Ask the server on this machine whether it is alive: 0 if it is. For container and supervisor."""

import json
import os
import sys
import urllib.request
from urllib.parse import urlsplit

EVERYWHERE = {"127.0.0.1", "0.0.0.0", "::"}  # noqa: S104


def is_alive(host: str, port: int) -> bool:
    """Raises HTTPError when something answers that is not alive; False when nothing answers."""
    address = f"http://{'127.0.0.1' if host in EVERYWHERE else host}:{port}/gesund"
    name = urlsplit(os.environ.get("BASE_URL", "")).netloc or f"localhost:{port}"
    question = urllib.request.Request(address, headers={"Host": name})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(question, timeout=4) as answer:
            return json.load(answer)["status"] == "ok"
    except urllib.error.HTTPError:
        raise
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(not is_alive(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))))
