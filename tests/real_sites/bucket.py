"""Does a release reach a real bucket? `make bucket`: SeaweedFS on loopback, asked by the product's own command.

Publishes the newest sample release, kills a copy half way and lets it be done again, shows a new release beside the old
one, takes a listing away, and asks the bucket itself what it holds. Prints one line per thing that was seen; ends with
1 at the first that is not as it should be. Needs a release (`make run`) and the program of `bucket.lock`.

Belongs here: the server, and what the bucket says. Does not belong here: what is copied (`pipelines.publish.carry`).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
import polars as pl
from obstore.store import S3Store

from pipelines.publish.carry import POINTER, SUMS
from pipelines.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
WEED = ROOT / ".bucket" / "bin" / "weed"
TARGET = "s3://hiroba/city/open"
KEY, SECRET = "proof", secrets.token_hex(16)


class WrongError(Exception):
    """Something is not as it should be."""


def _seen(what: str, *, is_so: bool) -> None:
    if not is_so:
        raise WrongError(what)
    print(f"○ {what}", flush=True)


@contextmanager
def bucket(folder: Path) -> Iterator[str]:
    """A server with one key; its address."""
    ports = _free_ports(4)
    identity = {"name": KEY, "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    data = folder / "weed"
    data.mkdir()
    names = ("master.port", "volume.port", "filer.port", "s3.port")
    given = [f"-{name}={port}" for name, port in zip(names, ports, strict=True)]
    given += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    command = [WEED, "server", f"-dir={data}", "-ip=127.0.0.1", "-volume.max=20", "-master.volumeSizeLimitMB=64"]
    command += ["-s3", f"-s3.config={folder / 's3.json'}", *given]
    with (folder / "weed.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(ports[3], server)
        yield f"http://127.0.0.1:{ports[3]}"
    finally:
        server.terminate()
        server.wait(30)


def _free_ports(count: int) -> list[int]:
    """Ports with the one 10,000 above, on which the server listens as well."""
    found: list[int] = []
    port = 20_000 + os.getpid() % 20_000
    while len(found) < count:
        port += 1
        with socket.socket() as one, socket.socket() as other:
            if one.connect_ex(("127.0.0.1", port)) and other.connect_ex(("127.0.0.1", port + 10_000)):
                found.append(port)
    return found


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise WrongError("SeaweedFS が立ち上がりません")


def prove(folder: Path, sample: Path, endpoint: str) -> None:
    """One thing after the other."""
    store = S3Store("hiroba", prefix="city/open", endpoint=endpoint, client_options={"allow_http": True})
    data = folder / "data"
    shutil.copytree(sample, data / "sample", symlinks=True)
    latest = (data / "sample" / "published" / "latest").resolve()
    say = _publish(data, endpoint, kill_after=0.7)
    _seen(
        f"途中で殺した写し: {_count(store)} ファイルまで、latest.json はまだない（{say}）",
        is_so=_pointer(store) is None,
    )
    before = _count(store)
    started = time.perf_counter()
    say = _publish(data, endpoint)
    total = sum(1 for path in latest.rglob("*") if path.is_file())
    _seen(f"続きから {time.perf_counter() - started:.0f} 秒: {say}", is_so=before == 0 or f"{total:,}" not in say)
    _seen(f"バケットにあるもの {_count(store)}、全部が SHA256SUMS と合う", is_so=_is_whole(store, latest.name, total))
    _seen("latest.json が導く先は手元の latest", is_so=(_pointer(store) or {}).get("release") == latest.name)
    kind = obstore.get(store, f"releases/{latest.name}/site/index.html").attributes["Content-Type"]
    _seen(f"サイトのページの種類は {kind}", is_so=kind == "text/html; charset=utf-8")
    say = _publish(data, endpoint)
    _seen(f"もう一度: {say}", is_so="送ったファイル 0" in say)
    listing = pl.read_parquet(latest / "activity_listings.parquet").get_column("listing_id")[0]
    gone = _hiroba(data, endpoint, "remove", listing, "--why", "公開先の確かめ")
    _seen("取りやめが、公開先にも写しがあると言う", is_so=f"hiroba publish {TARGET}" in gone)
    say = _publish(data, endpoint)
    left = [each["path"] for batch in obstore.list(store) for each in batch]
    _seen(f"取りやめのあと: {say}", is_so=not any(latest.name + "/" in path for path in left))
    name = (_pointer(store) or {})["release"]
    held = [
        path for path in left if path.endswith((".parquet", ".csv", ".json", ".html", ".jsonld", ".geojson", ".sql"))
    ]
    bodies = (bytes(obstore.get(store, path).bytes()) for path in held)
    bridge = pl.read_parquet(bytes(obstore.get(store, f"releases/{name}/activity_listings.parquet").bytes()))
    holds = any(listing.encode() in body for body in bodies) or listing in bridge.get_column("listing_id")
    _seen(f"{listing} はバケットのどの文字のファイルにも表にもない（見たファイル {len(held)}）", is_so=not holds)


def _environment(data: Path, endpoint: str) -> dict[str, str]:
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1"}
    return {**os.environ, **keys, "AWS_ENDPOINT_URL": endpoint, "HIROBA_DATA_DIR": str(data)}


def _hiroba(data: Path, endpoint: str, *words: str) -> str:
    command = [str(Path(sys.executable).with_name("hiroba")), *words]
    done = subprocess.run(command, env=_environment(data, endpoint), capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongError(f"hiroba {' '.join(words)}: {done.stderr[-500:]}")
    return done.stdout


def _publish(data: Path, endpoint: str, kill_after: float | None = None) -> str:
    """The command as staff type it; killed so many seconds after its first file came there."""
    words = ["publish", TARGET, "--endpoint", endpoint]
    if kill_after is None:
        return " ".join(_hiroba(data, endpoint, *words).split("\n")).strip()
    store = S3Store("hiroba", prefix="city/open", endpoint=endpoint, client_options={"allow_http": True})
    command = [str(Path(sys.executable).with_name("hiroba")), *words]
    child = subprocess.Popen(command, env=_environment(data, endpoint))
    while child.poll() is None and _count(store) == 0:
        time.sleep(0.1)
    time.sleep(kill_after)
    child.send_signal(signal.SIGKILL)
    return f"終わりの印 {child.wait()}"


def _count(store: S3Store) -> int:
    return sum(len(batch) for batch in obstore.list(store))


def _pointer(store: S3Store) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(bytes(obstore.get(store, POINTER).bytes()))
    except FileNotFoundError:
        return None
    return found


def _is_whole(store: S3Store, name: str, total: int) -> bool:
    """Whether everything is there with its sum, asked of the bucket without the product's own code."""
    text = bytes(obstore.get(store, f"releases/{name}/{SUMS}").bytes()).decode()
    sums = [line.split("  ", 1) for line in text.splitlines()]
    return len(sums) + 1 == total and all(
        hashlib.sha256(bytes(obstore.get(store, f"releases/{name}/{path}").bytes())).hexdigest() == digest
        for digest, path in sums
    )


def main() -> int:
    """Prove it."""
    if not WEED.exists():
        print("足りません: make bucket が入れるサーバー (tests/real_sites/bucket.lock)", file=sys.stderr)
        return 2
    sample = load_settings().data_dir
    with tempfile.TemporaryDirectory(prefix="hiroba-") as name, bucket(Path(name)) as endpoint:
        os.environ |= _environment(Path(name), endpoint)
        subprocess.run([WEED, "version"], check=True)
        others = S3Store("hiroba", endpoint=endpoint, client_options={"allow_http": True})
        obstore.put(others, "of-another.txt", b"of another")  # the first file makes the bucket
        try:
            prove(Path(name), sample, endpoint)
            _seen(
                "ほかの人のファイルはそのまま",
                is_so=bytes(obstore.get(others, "of-another.txt").bytes()) == b"of another",
            )
        except WrongError as error:
            print(f"× {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
