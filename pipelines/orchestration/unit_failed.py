"""Tell that a unit of systemd has failed: `python -m pipelines.orchestration.unit_failed NAME`, by `OnFailure=`.

Belongs here: that one message. Does not belong here: what goes wrong within a night (`watch.incidents`).
"""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.settings import load_settings
from pipelines.watch.notices import send
from warehouse.contract import TOKYO


@click.command(help="systemd の unit が失敗したと知らせる。")
@click.argument("unit")
def main(unit: str) -> None:
    """Send it; exit 1 when nobody got it, so that systemd tries again."""
    text = (
        f"何が: {unit}\nどうなった: 失敗して止まりました。\n"
        f"すること: サーバーで journalctl -u {unit} -n 50 を見る。直したら systemctl start {unit}"
    )
    settings = load_settings()
    sent = send(f"{unit} が失敗しました", text, settings.notify, settings.notices_path, datetime.now(TOKYO))
    for trouble in sent.troubles:
        click.echo(trouble, err=True)
    if not sent.delivered:
        raise click.exceptions.Exit(1)


if __name__ == "__main__":
    main()
