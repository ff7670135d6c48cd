#!/bin/sh
# scikit-learn 1.9.1: a gradient boosting by histograms takes missing values, but not a feature that is missing everywhere.
# HistGradientBoostingClassifier.fit fails with "window shape cannot be larger than input array shape", which names
# neither the feature nor the cause; 1.7.2 fits the same table. It meets people who leave one group out at a time: what
# only the group left out has is missing in all the others. One known value, or leaving the feature out, is the way round.
set -eu
cd "$(mktemp -d)"
cat > fit.py <<'P'
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

drawn = np.random.default_rng(0)
table = drawn.normal(size=(200, 2))
answer = table[:, 0] > 0
said = []
for known in (1, 0):  # rows in which the second feature is known
    table[known:, 1] = np.nan
    try:
        HistGradientBoostingClassifier(max_iter=5).fit(table, answer)
        said.append("fits")
    except ValueError as error:
        said.append(str(error))
print(sklearn.__version__, "| known in one row:", said[0], "| known in none:", said[1])
P
for version in 1.7.2 1.9.1; do
  python3 -m venv env-$version
  env-$version/bin/pip install -q --disable-pip-version-check scikit-learn==$version numpy==2.3.5
  env-$version/bin/python fit.py | tee -a seen
done
grep -q "^1.7.2 | known in one row: fits | known in none: fits$" seen
grep -q "^1.9.1 | known in one row: fits | known in none: window shape cannot be larger" seen
