"""Make `.venv` from the hashed lock file: `python3 bootstrap.py`.

Belongs here: finding a Python, making the environment, installing what is locked; with the standard library alone, on
any Python 3. Does not belong here: anything the project does. Does nothing when the environment is up to date.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / ".hiroba-lock"
INPUTS = ("requirements.lock", "pyproject.toml")
SUPPORTED = ((3, 11), (3, 12), (3, 13))
NEEDED_BYTES = 2 * 1024**3


def main() -> int:
    """Bring the environment up to date; one sentence when that cannot be done."""
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in INPUTS)).hexdigest()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    python = find_python()
    if python is None:
        return refuse("Python 3.11〜3.13 が見つかりません。どれかを入れてからもう一度実行してください。")
    if not os.access(ROOT, os.W_OK):
        return refuse(f"{ROOT} に書き込めません。書き込める場所に置いてください。")
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        return refuse("空き容量が足りません。環境を作るには 2 GB 以上が要ります。")
    sys.stderr.write("環境を作っています (.venv)。初めてのときは 1〜2 分かかります…\n")
    try:
        install(python)
    except subprocess.CalledProcessError as error:
        return refuse(f"環境を作れませんでした（{' '.join(map(str, error.cmd[:4]))} …）。上の行の理由を見てください。")
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


def find_python() -> "str | None":
    """The first interpreter of a supported version that really runs; the one running this comes first."""
    names = [sys.executable, *(f"python{major}.{minor}" for major, minor in SUPPORTED), "python3", "python"]
    probe = "import sys, ensurepip; print(*sys.version_info[:2])"
    for name in filter(None, names):
        path = shutil.which(name)
        if path is None:
            continue
        answer = subprocess.run([path, "-c", probe], capture_output=True, text=True, check=False)
        if answer.returncode == 0 and tuple(map(int, answer.stdout.split())) in SUPPORTED:
            return path
    return None


def install(python: str) -> None:
    """Make the environment and install the lock file, with uv when it is there and with pip otherwise."""
    subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)
    inside = str(VENV / "bin" / "python")
    uv = shutil.which("uv")
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    quiet = {"check": True, "env": env, "cwd": ROOT, "stdout": subprocess.DEVNULL}
    own = ["-qq", "--no-deps", "--no-build-isolation", "--editable", "."]
    if uv:
        lock = ["-qq", "--no-deps", "--require-hashes", "--requirement", "requirements.lock"]
        subprocess.run([uv, "pip", "install", *lock], **quiet)
        subprocess.run([uv, "pip", "install", *own], **quiet)
        return
    # Compiled at first use: a sixth of it is never used
    pip = [inside, "-m", "pip", "--disable-pip-version-check", "install", "--no-compile"]
    lock = ["-qq", "--no-deps", "--require-hashes", "--requirement", "requirements.lock"]
    subprocess.run([*pip, *lock], **quiet)
    subprocess.run([*pip, *own], **quiet)


def refuse(sentence: str) -> int:
    """Say why, and fail."""
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
