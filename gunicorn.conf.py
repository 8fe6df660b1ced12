"""The application server, the same in the demonstration, in the container and by hand."""

import os
import sys

from fachgruppe.env import Environment, SettingsError

_env = Environment(os.environ)

try:
    bind = f"{_env.text('HOST')}:{_env.number('PORT', least=1, most=65535)}"
    workers = _env.number("WEB_WORKERS", least=1, most=64)
    threads = _env.number("WEB_THREADS", least=1, most=64)
except SettingsError as error:
    sys.exit(f"Einstellungen: {error}")
worker_class = "gthread" if threads > 1 else "sync"
preload_app = True  # one clear refusal at a wrong setting, and shared memory
timeout = 60
graceful_timeout = 20
keepalive = 5
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
loglevel = "warning"
errorlog = "-"
accesslog = None  # addresses of people are not written down; the reverse proxy may


def when_ready(server):
    from fachgruppe.warmup import warm_up

    warm_up()
