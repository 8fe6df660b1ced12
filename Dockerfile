# The portal as an image: built in one stage, run in another that has neither compiler nor installer cache.

# The Python that the tests run on and the lock file is made for. By digest: what is built today is built from the
# same base tomorrow. How to take a newer one: docs/operations.md, »Aktualisieren«.
ARG PYTHON_IMAGE=python:3.11.17-slim-trixie@sha256:45037981b62b34b44602584fccbc4d884d5f7dc92c7ee86bb38a698a79fe1e51

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
WORKDIR /app
COPY requirements/tools.txt requirements/base.txt requirements/
RUN python -m venv /venv \
 && /venv/bin/pip install -q --require-hashes -r requirements/tools.txt \
 && /venv/bin/uv pip install -q --python /venv/bin/python --require-hashes -r requirements/base.txt \
 && /venv/bin/pip uninstall -q -y uv
COPY . .
# Static files and translations need settings, but nothing of the operator: the demonstration's will do.
RUN DJANGO_SETTINGS_MODULE=fachgruppe.settings.demo DATA_DIR=/tmp/build STATIC_ROOT=/app/staticfiles \
    sh -c '/venv/bin/python manage.py compile_po && /venv/bin/python manage.py collectstatic --no-input -v 0' \
 && rm -rf /tmp/build

FROM ${PYTHON_IMAGE}
# Debian's corrections since the base was made, and pg_dump for `manage.py backup`: version 17 in trixie, and never
# older than the server in compose.yaml.
RUN apt-get update \
 && apt-get upgrade -y \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0750 /data /backups
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=fachgruppe.settings.production \
    DATA_DIR=/data STATIC_ROOT=/app/staticfiles HOST=0.0.0.0 PORT=8000
WORKDIR /app
USER portal
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "-c", "gunicorn.conf.py", "fachgruppe.wsgi"]
