"""A place outside this machine, or another folder of it, that gets copies of releases: a web folder or a bucket.

Belongs here: reaching it, what lies there, putting a file there so that it is known to be whole. Does not belong here:
which release goes there and which goes away (`carry`).
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from pipelines.publish.release import switch
from warehouse.errors import StaffError
from warehouse.permissions import as_its_folder, make_folder
from warehouse.storage import sync, sync_all, write_bytes

_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9](?:/\S*)?")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.\-]*://")
_AT_ONCE = 16
"""Requests under way: a release has as many small files as it has activities, and each waits for an answer."""
_PATIENCE = timedelta(seconds=60)
_TRIES = 4
_KINDS = {
    ".parquet": "application/vnd.apache.parquet",
    ".duckdb": "application/vnd.duckdb",
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
    ".ics": "text/calendar",
    ".md": "text/markdown",
    ".sql": "text/plain",
    ".yaml": "application/yaml",
    ".js": "text/javascript",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What browsers are told where the machine's own list has nothing, or not the same on every machine."""
_SHOWN_TO_READERS = "public, max-age=3600"
"""A copy in between lives an hour at most: a listing that was taken away must not be shown for a year."""


class TargetError(StaffError):
    """A target cannot be reached, or does not keep what it was given; the message is for staff."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where copies go.

    Attributes:
        name: as staff wrote it.
        store: how it is reached.
        folder: where it is a folder of this machine.
    """

    name: str
    store: ObjectStore
    folder: Path | None = None

    def listed(self, prefix: str = "") -> dict[str, int]:
        """Every file under a folder of the target, and how large it is.

        Raises:
            TargetError: the target does not answer.
        """
        with _asked(self, prefix):
            batches = obstore.list(self.store, prefix or None)
            return {each["path"]: each["size"] for batch in batches for each in batch}

    def read(self, path: str) -> bytes | None:
        """A file of the target; None where there is none.

        Raises:
            TargetError: the target does not answer.
        """
        with _asked(self, path), suppress(FileNotFoundError):
            return bytes(obstore.get(self.store, path).bytes())
        return None

    def write(self, path: str, body: bytes | Path, *, is_pointer: bool = False) -> None:
        """Put a file there; whoever reads it sees the old one or the new one.

        Raises:
            TargetError: the target does not take it.
        """
        if self.folder is not None and isinstance(body, bytes):
            write_bytes(self.folder / path, body)
            return
        attributes = {"Content-Type": _kind(path), "Cache-Control": "no-cache" if is_pointer else _SHOWN_TO_READERS}
        with _asked(self, path):
            obstore.put(self.store, path, body, attributes=attributes if self.folder is None else None)

    def has(self, path: str, digest: str) -> bool:
        """Whether a file is there with this content: it is read, as no store says the same of what it holds."""
        try:
            with _asked(self, path):
                sum_ = hashlib.sha256()
                for piece in obstore.get(self.store, path).stream():
                    sum_.update(piece)
        except FileNotFoundError:
            return False
        return sum_.hexdigest() == digest

    def drop(self, paths: Iterable[str]) -> None:
        """Take files away that are there.

        Raises:
            TargetError: the target refuses.
        """
        with _asked(self, ""):
            obstore.delete(self.store, list(paths))

    def settled(self, release: str) -> None:
        """Once a release is there: in a folder it reaches the disk, and whoever reads the folder reads it too."""
        if self.folder is None:
            return
        place = self.folder / release
        for path in (place.parent, place, *sorted(place.rglob("*"))):
            as_its_folder(path)
        sync_all()
        sync(place.parent)

    def swept(self, release: str) -> None:
        """Once the files of a release are gone: a bucket has no folders, a folder keeps empty ones."""
        if self.folder is not None:
            place = self.folder / release
            for path in sorted((each for each in place.rglob("*") if each.is_dir()), reverse=True):
                path.rmdir()
            place.rmdir()

    def lead(self, name: str, release: str) -> None:
        """In a folder a link leads to a release as it does at home; a bucket has no links."""
        if self.folder is not None:
            switch(self.folder / name, self.folder / release)


def open_target(name: str, endpoint: str | None = None) -> Target:
    """A folder, or a bucket as `s3://bucket/prefix`.

    Who may write into a bucket is said by the usual variables (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    `AWS_REGION`, `AWS_ENDPOINT_URL`), which the client of the store reads itself.

    Args:
        name: as staff wrote it.
        endpoint: address of a store that is not Amazon's.

    Raises:
        TargetError: it is neither, or the folder cannot be made.
    """
    if _SCHEME.match(name):
        if not _BUCKET.fullmatch(name):
            raise TargetError(f"公開先 {name} は使えません。フォルダーか s3://バケット/置き場 を書いてください。")
        options = {"timeout": _PATIENCE, "allow_http": (endpoint or "").startswith("http://")}
        retries = {"max_retries": _TRIES, "retry_timeout": _PATIENCE * _TRIES}
        given = {"endpoint": endpoint} if endpoint else {}
        try:
            store = S3Store.from_url(name, client_options=options, retry_config=retries, **given)  # type: ignore[arg-type]
        except BaseError as error:
            raise TargetError(
                f"公開先 {name} を開けません（{_short(error)}）。AWS_ の変数を確かめてください。"
            ) from error
        return Target(name, store)
    folder = Path(name).expanduser().resolve()
    try:
        make_folder(folder)
        return Target(name, LocalStore(folder), folder)
    except OSError as error:
        raise TargetError(
            f"公開先 {folder} を作れません（{error.strerror or error}）。書き込めるフォルダーを書いてください。"
        ) from error


def each_at_once(work: Callable[[str], object], paths: Iterable[str]) -> None:
    """Do something with many files of a target at a time; the first error ends it.

    Args:
        work: what is done with one.
        paths: of files.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        futures = [pool.submit(work, path) for path in paths]
        try:
            for future in futures:
                future.result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _asked(target: Target, path: str) -> Iterator[None]:
    """What the client of a store raises, as a sentence for staff; that a file is not there stays as it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        where = f"{target.name.rstrip('/')}/{path}"
        raise TargetError(
            f"公開先 {where} に届きません（{_short(error)}）。"
            "住所・鍵（AWS_ACCESS_KEY_ID など）・空きを確かめて、もう一度実行してください。続きから始まります。"
        ) from error


def _short(error: BaseException) -> str:
    """The first line of what a client says: what follows is its own inside."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _kind(path: str) -> str:
    suffix = os.path.splitext(path)[1]  # noqa: PTH122  # a path of a store, not of this machine
    kind = (
        _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or ("application/octet-stream" if suffix else "text/plain")
    )
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
