"""Dagster's web server behind our doors: `python -m pipelines.orchestration.webserver`.

Belongs here: the application of `dagster-webserver`, our forms beside it, the layer of `doors` in front of both, and
options as far as we use them. Does not belong here: the rules (`doors`), the other processes of the UI (`servers`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click
import dagster as dg
import uvicorn
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from dagster_webserver.version import __version__

from pipelines.orchestration.doors import App, Doors, beside, guarded
from pipelines.settings import FORMS_ROOT, UI_PORT, Settings, load_settings
from warehouse.contract import TOKYO

if TYPE_CHECKING:
    from starlette.applications import Starlette

_POLL_MILLISECONDS = 2000
_GOODBYE_SECONDS = 5
_LOOK_SECONDS, _LONGEST_START_SECONDS = 0.2, 120.0
_STATEMENT_MILLISECONDS, _RECYCLE_SECONDS, _OVERFLOW = 15_000, 3600, 20
"""Of the database: as `dagster-webserver` has it."""


@click.command(help="Dagster の画面（Host と Origin を確かめる層のうしろ）。")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=UI_PORT, show_default=True)
@click.option("--workspace", required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--path-prefix", default="", help="例: /view")
@click.option("--read-only", is_flag=True, help="見るだけ: 動かせない。")
def main(host: str, port: int, workspace: str, path_prefix: str, read_only: bool) -> None:
    """Serve until somebody ends it."""
    with dg.DagsterInstance.get() as instance:
        instance.optimize_for_webserver(_STATEMENT_MILLISECONDS, _RECYCLE_SECONDS, _OVERFLOW)
        target = WorkspaceFileTarget([workspace])
        _wait_for_code(target)
        with WorkspaceProcessContext(instance, target, version=__version__, read_only=read_only) as context:
            app = create_app_from_workspace_process_context(
                context, path_prefix, _POLL_MILLISECONDS, lifespan=_until_interrupted
            )
            settings, root = load_settings(), f"{path_prefix}{FORMS_ROOT}"
            doors = Doors.of(port, [settings.addresses.ui_url])
            load = partial(_forms, settings, instance, root, is_read_only=read_only)
            uvicorn.run(
                guarded(beside(app, root, load), doors),
                host=host,
                port=port,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=_GOODBYE_SECONDS,
            )


def _forms(settings: Settings, instance: dg.DagsterInstance, root: str, *, is_read_only: bool) -> App:
    """The forms in which people decide. Their tables take memory: imported when the first form is opened."""
    from pipelines.orchestration.forms.app import forms_app
    from pipelines.orchestration.going_on import next_run

    def when() -> str:
        return next_run(settings, datetime.now(TOKYO), instance)

    return forms_app(settings, root, when, is_read_only=is_read_only)


def _wait_for_code(target: WorkspaceFileTarget) -> None:
    """Until the code servers answer: what is not there at the beginning is shown as broken until somebody reloads."""
    until = time.monotonic() + _LONGEST_START_SECONDS
    for origin in target.create_origins():
        while isinstance(origin, GrpcServerCodeLocationOrigin) and time.monotonic() < until:
            try:
                origin.create_client().ping("")
            except DagsterUserCodeUnreachableError:
                time.sleep(_LOOK_SECONDS)
            else:
                break


@asynccontextmanager
async def _until_interrupted(_: Starlette) -> AsyncIterator[None]:
    """Ctrl-C is no error."""
    with suppress(asyncio.CancelledError):
        yield


if __name__ == "__main__":
    main()
