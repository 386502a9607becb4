# make demo | test | parity | newest | fuzz | faults | soak | lint | format | bench | sanitize | clean
#
# Two take long, and try what `make test` tries a sample of:
#     make faults                  each call that can fail fails once, at most 30 minutes
#     make faults ARGS="--lane c --only echo --call read --number 3 --error ENOBUFS"
#     make soak MINUTES=20         everything at once, watching memory and descriptors
#
# PYTHON chooses the interpreter, each with a virtual environment of its own:
#     make test PYTHON=pypy3
#     make newest PYTHONS="python3.15 pypy3"
#     make test PYTHON=python3.14
# Everything is fetched once: later runs work offline, and rebuild what has changed.

PYTHON ?= python3
VENV ?= .venv$(if $(filter-out python3,$(PYTHON)),-$(notdir $(PYTHON)))
# How many tests at a time: one more than there are cores this process may use, since some
# wait. pytest's own `auto` counts all of the machine's on PyPy.
JOBS ?= $(shell cores=$$(nproc 2>/dev/null) && echo $$((cores + 1)) || echo auto)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CORE := $(shell find csrc -name '*.[ch]' -o -name '*.py') setup.py pyproject.toml

# The default environment sees the source tree, the others hold a copy: builds for
# several interpreters must not share the compiled files in netuv/.
ifeq ($(VENV),.venv)
SOURCES := $(CORE)
INSTALL := --editable .
else
SOURCES := $(CORE) $(shell find netuv -name '*.py') netuv/py.typed
INSTALL := .
endif

# Programs run in $(VENV), where `import netuv` finds the installed one and not ./netuv.
IN_VENV := cd $(VENV) &&
PYTEST := $(IN_VENV) bin/python bin/pytest --rootdir "$(CURDIR)" -c "$(CURDIR)/pyproject.toml"

# Those that netuv has on this Python.
LANES := $(IN_VENV) bin/python "$(CURDIR)/.ci/lanes"

C_FILES := $(shell find csrc tests benchmarks -name "*.[ch]" -not -path "*/build/*")
C_WARNINGS := -std=c11 -D_GNU_SOURCE=1 -fsyntax-only -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror
PYTHON_INCLUDE = $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('include'))")

.NOTPARALLEL:
.PHONY: demo test parity newest fuzz faults soak lint format bench sanitize clean

demo: $(VENV)/.built
	@$(IN_VENV) bin/python -m netuv demo

# These tests have nothing to do with the lane: once is enough.
LANELESS := c/test_core_c system/test_typing system/test_docstrings system/test_arrows system/test_floors system/test_maps

# The programs that the tests start would each compile netuv anew, and each lane ask Node
# what it has told the other one.
test: export PYTHONDONTWRITEBYTECODE :=
test: export PARITY_TRACES := $(abspath $(VENV))/traces
test: $(VENV)/.extra-test
	@rm -rf $(VENV)/traces && mkdir $(VENV)/traces
	@lanes=$$($(LANES)) || exit 1; \
	status=0; set --; \
	for lane in $$lanes; do \
	    echo "-- tests, NETUV_LANE=$$lane"; \
	    (export NETUV_LANE=$$lane; $(PYTEST) -n $(JOBS) "$$@" "$(CURDIR)/tests") || status=1; \
	    set -- $(foreach name,$(LANELESS),--ignore "$(CURDIR)/tests/$(name).py"); \
	done; \
	exit $$status

# The suite on the newest Pythons and the newest libuv, in a Debian sid of its own: as root, on Debian.
NEWEST ?= /var/tmp/netuv-newest
PYTHONS ?= python3.14 python3.15 pypy3
newest:
	.ci/newest "$(NEWEST)" $(PYTHONS)

# As the fuzz tests of `make test`, many more of them, on each lane.
FUZZ ?= 2000
fuzz: $(VENV)/.extra-test
	@lanes=$$($(LANES)) || exit 1; \
	for lane in $$lanes; do \
	    echo "-- $(FUZZ) random sequences over TCP, over a Unix socket and inside each asyncio loop, NETUV_LANE=$$lane"; \
	    (export NETUV_LANE=$$lane NETUV_FUZZ=$(FUZZ); $(PYTEST) -v -n 2 --timeout 1800 "$(CURDIR)/tests/system/test_fuzz.py" "$(CURDIR)/tests/system/test_fuzz_aio.py") || exit 1; \
	done

# Each fault of each call on both lanes; ARGS chooses (--help says how).
faults: $(VENV)/.extra-test
	@$(IN_VENV) PYTHONPATH="$(CURDIR)/tests" bin/python -m faults $(ARGS)

# A table of what is compared with which Node, and what differs and why; on one lane.
parity: $(VENV)/.extra-test
	@.ci/nodes "$(PYTHON)"
	@$(IN_VENV) PYTHONPATH="$(CURDIR)/tests" bin/python -m conformance.parity

# Both lanes side by side.
MINUTES ?= 20
soak: $(VENV)/.extra-test
	@$(IN_VENV) bin/python "$(CURDIR)/tests/system/soak.py" --minutes $(MINUTES) $(ARGS)

lint: $(VENV)/.extra-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/python .ci/lengths.py
	$(BIN)/python .ci/crossings.py
	$(BIN)/clang-format --dry-run -Werror $(C_FILES)
	$(CC) $(C_WARNINGS) $$($(BIN)/python csrc/find_libuv.py --cflags) $(filter-out csrc/platform_win.c,$(wildcard csrc/*.c))
	$(CC) $(C_WARNINGS) $$($(BIN)/python csrc/find_libuv.py --cflags) tests/faults/*.c
	$(CC) $(C_WARNINGS) -Icsrc -DNUV__LONGEST=4096 $$($(BIN)/python csrc/find_libuv.py --cflags) tests/c/*.c
	$(CC) $(C_WARNINGS) -DPy_LIMITED_API=0x030A0000 -Icsrc -isystem $(PYTHON_INCLUDE) csrc/cpython/*.c

format: $(VENV)/.extra-lint
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/clang-format -i $(C_FILES)

bench: $(VENV)/.extra-bench
	$(BIN)/python benchmarks/run.py $(ARGS)

sanitize:
	PYTHON="$(PYTHON)" JOBS="$(JOBS)" .ci/sanitize

clean:
	rm -rf .venv .venv-* build benchmarks/build dist *.egg-info netuv/_native/*.so .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.built: $(SOURCES)
	@.ci/bootstrap "$(PYTHON)"
	@test -x $(BIN)/python || { echo "-- making $(VENV) with $(PYTHON)"; "$(PYTHON)" -m venv $(VENV); }
	@echo "-- building netuv into $(VENV)"
	@sed -n 's/^requires = \[\(.*\)\]$$/\1/p' pyproject.toml | tr , '\n' | sed 's/^ *"//; s/"$$//' > $(VENV)/build-requires.txt
	@$(PIP) install -r $(VENV)/build-requires.txt
	@rm -rf $(VENV)/build
	@printf '[build]\nbuild_base = %s/build\n' "$(abspath $(VENV))" > $(VENV)/build.cfg
	@DIST_EXTRA_CONFIG="$(abspath $(VENV)/build.cfg)" $(PIP) install --no-build-isolation --force-reinstall --no-deps $(INSTALL)
	@touch $@

# The installed netuv names the packages of an extra; pip fetches those that are missing.
$(VENV)/.extra-%: $(VENV)/.built
	@echo "-- checking the packages of netuv[$*]"
	@$(PIP) install 'netuv[$*]'
	@touch $@
