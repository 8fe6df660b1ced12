# Die beiden Befehle für den Anfang: `make run` und `make test`. Alle übrigen zeigt `make help`.

# The Python of image and lock file where the machine has it, else its own.
PYTHON ?= $(shell python3.11 -c 'import ensurepip, sys, venv; print(sys.executable)' 2>/dev/null || echo python3)
VENV   := .venv
PY     := $(VENV)/bin/python
UV     := $(VENV)/bin/uv
export UV_PYTHON_DOWNLOADS := never
# Offices look into encrypted connections; the machine knows whose certificates it trusts.
export UV_SYSTEM_CERTS := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
# Some machines forbid Python to keep what it has compiled; then each process would compile Django anew.
unexport PYTHONDONTWRITEBYTECODE
# Without a home the installer keeps its files beside the virtual environment.
ifeq ($(shell test -n "$$HOME" && test -w "$$HOME" && echo yes),)
export UV_CACHE_DIR := $(CURDIR)/$(VENV)/.cache
export PIP_CACHE_DIR := $(CURDIR)/$(VENV)/.cache
endif

.PHONY: help run test test-fast test-all postgresql mutations browser check bench bench-quick vendor messages lock notices format clean
.DEFAULT_GOAL := help

help: ## zeigt diese Übersicht
	@echo "Portal der Fachgruppe Smart City Jena"; echo
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
	@echo; echo "  PORT=8123 make run und DATA_DIR=/pfad make run ändern Port und Datenordner."

run: $(VENV)/.base ## startet das Portal mit Beispieldaten und nennt Adresse und Konten
	@exec $(PY) scripts/serve.py

test: $(VENV)/.dev ## prüft alles: Code, Tests auf SQLite und PostgreSQL, Wege im Browser
	@exec $(PY) scripts/tests.py

test-fast: $(VENV)/.dev ## prüft auf SQLite und ohne Browser, was in gut einer Minute gesagt ist
	@exec $(PY) scripts/tests.py fast

test-all: $(VENV)/.dev ## wie test, auf PostgreSQL auch mit den Tests, die nicht dafür ausgewählt sind
	@exec $(PY) scripts/tests.py all

postgresql: $(VENV)/.dev ## wählt aus, welche Tests auch auf PostgreSQL laufen (tests/postgresql.txt)
	@exec $(PY) -m pytest -q -p no:cacheprovider -n 2 --choose tests

mutations: $(VENV)/.dev ## baut Fehler ein und zeigt, welcher Test jeden findet (tests/mutations.toml)
	@exec $(PY) scripts/mutations.py

browser: $(VENV)/.dev ## installiert Chromium für die Wege im Browser und fragt, bevor etwas als root geschieht
	@exec $(PY) scripts/browser.py

check: $(VENV)/.dev ## prüft Stil, Typen, Vorlagen, Schichten, Migrationen, Einstellungen, Übersetzungen
	@exec $(PY) scripts/check.py

bench: $(VENV)/.dev ## misst die Geschwindigkeit und schreibt docs/performance.md
	@exec $(PY) -m tests.bench

bench-quick: $(VENV)/.dev ## misst kurz, nur mit SQLite, und zeigt die Zahlen (unter drei Minuten)
	@exec $(PY) -m tests.bench --quick

vendor: $(VENV)/.base ## holt Schriften, Stile und Skripte aus npm-Paketen nach static/vendor (braucht npm)
	@$(PY) scripts/vendor.py

messages: $(VENV)/.dev ## trägt neue Texte in die Übersetzung locale/en ein
	@$(PY) manage.py messages

format: $(VENV)/.dev ## bringt Python-Code und Vorlagen in Form
	@$(VENV)/bin/ruff check -q --fix . ; $(VENV)/bin/ruff format -q . ; $(VENV)/bin/djangofmt -q templates

LOCK := $(UV) pip compile -q --upgrade --generate-hashes --python-version 3.11 --custom-compile-command "make lock"
lock: $(VENV)/.dev ## legt die Versionen und Prüfsummen der Bibliotheken neu fest
	@for set in tools base; do $(LOCK) requirements/$$set.in -o requirements/$$set.txt; done
	@$(LOCK) -c requirements/base.txt -c requirements/tools.txt requirements/dev.in -o requirements/dev.txt

notices: $(VENV)/.base ## schreibt THIRD_PARTY.md: Werke anderer mit Version und Lizenz
	@$(PY) scripts/third_party.py

clean: ## entfernt die virtuelle Umgebung und Zwischenstände, nie die Daten
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-results

# --- virtual environment: one stamp for running, one for developing -----------------------------------------

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Es fehlt Python: Bitte Python 3.11 oder neuer installieren."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python ist zu alt: Gebraucht wird 3.11 oder neuer, gefunden wurde $$($(PYTHON) -V 2>&1). Mit PYTHON=python3.12 make … lässt sich ein anderes wählen."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python fehlt das Modul venv: Bitte das Paket python3-venv installieren."; exit 1; }
	@echo "Virtuelle Umgebung wird angelegt …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install -q --require-hashes -r requirements/tools.txt 2>/dev/null || echo "uv ist nicht zu bekommen; pip übernimmt und braucht etwas länger."
	@touch $@

$(VENV)/.base: requirements/base.txt $(VENV)/.venv
	@echo "Bibliotheken werden installiert …"
	@$(call install,requirements/base.txt)
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Werkzeuge für Prüfungen und Tests werden installiert …"
	@$(call install,requirements/dev.txt)
	@touch $@

define install
if [ -x $(UV) ] && $(UV) pip install -q --python $(PY) --require-hashes -r $(1); then :; \
else echo "pip übernimmt und braucht etwas länger."; $(PY) -m pip install -q --require-hashes -r $(1); fi
endef
