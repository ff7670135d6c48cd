"""`hiroba bench …`, `drill`, `try`: figures about ourselves, what happens when things break, a source on trial.

Belongs here: their names, help and exit codes. Does not belong here: measuring and breaking (`pipelines.lab`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines.cli.terminal import refuse, say
from pipelines.settings import Settings, load_settings

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(help="測る。数字は README と記録に書いたものと同じ命令で出る。")
def bench() -> None:
    """Measurements that stay in the project."""


def _bench(name: str, help_ja: str) -> None:
    @bench.command(name=name, help=help_ja)
    def command() -> None:
        from pipelines.lab.bench import measures as benches

        measure: Callable[[Settings], Any] = getattr(benches, name)
        say(measure(load_settings()))


_bench("match", "照合: 見本の市の正解と、実在の掲載の手作業の判定に対する精度と再現率。")
_bench("scale", "照合: 掲載が 10 万件と 100 万件のとき、少しだけ変わった夜に。Splink と並べる（時間がかかる）。")
_bench("rows", "取得: 情報源ごとに、行と項目が正解と一致する割合。")
_bench("layout", "変化への強さ: すべての情報源に30以上のページの変化を与え、気づいたか、誤った行が通ったか。")
_bench("made_files", "表の行: LibreOffice・Chromium・openpyxl などが作った表を読み、失った行・作った行・漏れを数える。")
_bench("tables", "表の行: 10 種類の表を HTML・Excel・PDF で作って読み、失った行と作った行を数える。")
_bench("nights", "取得の軽さ: いちばん新しい取得の要求の数、変わらない本文を受け取らずに済んだ割合、10秒間の最多。")
_bench("throughput", "取得の速さ: 待ち時間なしで、同じ要求を何もしないスパイダーと比べる。")
_bench("normalise", "読み取りの速さ: 掲載を千から百万件まで。")
_bench("repeat", "再現: 同じ取得から二度作って、バイトが同じか。順序を変えてもIDが同じか。")
_bench(
    "decisions", "判定: Excel の往復の速さ、1,000回の作り直しで失われた・覆された判定、わざと入れた矛盾を断った割合。"
)
_bench("label_sample", "推計: 見本の市の組を無作為に選び、正解から答えを書く（照合を測るため）。")
_bench("gaps", "すきま: 本当のすきまを置いた市で、見つけた割合と、誤って「少ない」と言った数。")
_bench("learn", "照合の重みを作り直す: 答えの分かる掲載の集まり（見本の市、手書き、生成、実在の掲載）から学ぶ。")
_bench("changes", "差分と履歴: すべての公開が、前の公開に差分を当てはめた姿か。どの日も履歴から出せるか。")
_bench("growth", "増減のわけ: 見本の市の暦で本当に始まった・終わった活動と、公開が言うわけと、件数の差を並べる。")
_bench("release", "公開: 活動 2 千と 10 万の公開を作る時間・メモリー・ファイルの大きさ。")
_bench("release_large", "公開: 活動 100 万の公開を作る時間・メモリー・ファイルの大きさ（時間がかかる）。")
_bench("remote", "公開: 活動 10 万の公開に HTTP 越しに一つ尋ねて、読んだバイトとファイルに対する割合（数分）。")
_bench("clients", "公開したファイルを、よその道具（DuckDB 1.2・1.4・2、pandas、frictionless など）で開く。")


@bench.command(
    name="worlds", help="照合: 答えの分かる掲載の集まりを一つずつ残し、ほかの集まりだけで学んだ重みで確かめる。"
)
@click.option("--worlds", type=_FOLDER, help="ほかの集まりのフォルダーを並べたフォルダー。")
@click.option("--only", multiple=True, metavar="名前", help="この集まりだけ（何度でも）。")
def _worlds(worlds: Path | None, only: tuple[str, ...]) -> None:
    """Figures on every world with weights that have not seen it."""
    from pipelines.lab.bench import measures as benches

    say(benches.worlds(load_settings(), worlds, only))


@bench.command(
    name="site", help="サイト: 本物のブラウザーで、速さ・重さ・見つかる割合・使いやすさ。作る時間（2 千、10 万）。"
)
@click.option("--axe", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="axe-core の axe.min.js。")
@click.option("--half", type=click.Choice(["open", "held"]), multiple=True, help="問いの半分だけ（既定は両方）。")
@click.option("--growth", is_flag=True, help="作る時間だけ。")
@click.option("--readers", is_flag=True, help="読む人の側だけ。")
def _site(axe: Path | None, half: tuple[str, ...], growth: bool, readers: bool) -> None:
    """What readers of the site get, and what it takes to make it."""
    from pipelines.lab.bench import measures as benches

    say(benches.site(load_settings(), axe, half, is_grown=not readers, is_read=not growth))


@bench.command(name="sets", help="照合: 公開されている表ごとに、列の種類だけの spec・ラベルなしで。Splink と並べる。")
@click.option("--sets", "folder", type=_FOLDER, help="ほかの表のフォルダーを並べたフォルダー。")
def _sets(folder: Path | None) -> None:
    """Figures on public sets without labels."""
    from pipelines.lab.bench import measures as benches

    say(benches.sets(folder))


@bench.command(
    name="fields", help="読み取り: 意味の分かる文を読み、項目と列ごとに、正しい・誤り・黙った数と適合率・再現率。"
)
@click.option("--worlds", type=_FOLDER, help="実在の文（real_texts.csv）のあるフォルダー。")
def _fields(worlds: Path | None) -> None:
    """What the parsers say of texts whose meaning is known."""
    from pipelines.lab.bench import measures as benches

    say(benches.fields(worlds))


@bench.command(name="cities", help="多くの市: 作った 1・8・64 市の更新と公開を一度に。経過・CPU・メモリー・増え方。")
@click.option("--count", multiple=True, type=click.IntRange(1, 500), help="市の数（何度でも。既定は 1、8、64）。")
def _cities(count: tuple[int, ...]) -> None:
    """What the nights of many cities take together."""
    from pipelines.lab.bench.every_city import COUNTS, cities

    say(cities(count or COUNTS))


@bench.command(
    name="night", help="一晩: 手元の取得から公開まで、CPU・経過・メモリー。別の版と交互に動かし、公開のバイトを比べる。"
)
@click.option("--against", metavar="版", help="比べる相手: 環境のあるチェックアウトのフォルダー、またはコミット。")
@click.option("--times", default=5, show_default=True, type=click.IntRange(min=1), help="それぞれの回数。")
@click.option("--profile", "is_profiled", is_flag=True, help="段階ごとの表も出す。")
def _night(against: str | None, times: int, is_profiled: bool) -> None:
    """What a night costs without its crawl."""
    from pipelines.lab.bench.night import night

    say(night(load_settings(), times, against, is_profiled=is_profiled))


@bench.command(
    name="estimate",
    help="推計: いくつあるか・増えているかを、答えの分かる市と年で確かめ、見本の公開も正解と並べる。",
)
@click.option("--cities", default=300, show_default=True, type=click.IntRange(min=1), help="作る市の数。")
@click.option("--stress", "with_stress", is_flag=True, help="想定を外した市でも確かめる。")
def _estimate(cities: int, with_stress: bool) -> None:
    """How near the estimates come to what is known."""
    from pipelines.lab.bench.estimate import estimates

    say(estimates(load_settings(), cities, with_stress=with_stress))


@click.command(help="壊して確かめる: 途中で殺す、容量切れ、番号の総入れ替え、害のある文字、時計。")
@click.option("--full", is_flag=True, help="すべて行う（既定は短い形）。")
@click.option(
    "--only",
    multiple=True,
    metavar="PART",
    help="一部だけ: kills、writes、nights、declared、crawls（これは --full のとき）。",
)
def drill(full: bool, only: tuple[str, ...]) -> None:
    """Run the drills and print the table; exit 1 when one fails."""
    from pipelines.lab.drills.all_drills import PARTS, run_drills

    unknown = [name for name in only if name not in PARTS]
    if unknown:
        refuse(f"--only に知らない部分があります: {'、'.join(unknown)}。あるのは {'、'.join(PARTS)} です。")
    is_ok = True
    for line, passed in run_drills(only, is_full=full):
        click.echo(line)
        is_ok &= passed
    sys.exit(0 if is_ok else 1)


@click.command(
    "try", help="保存したページを公開まで通してみる: 掲載ごとの読み取りを見せ、試しの公開を作る（要求は送らない）。"
)
@click.argument("key")
@click.option("--out", type=click.Path(path_type=Path), help="試しの公開を作るフォルダー（なければ一時フォルダー）。")
def try_source(key: str, out: Path | None) -> None:
    """Take the saved pages of a source through the whole flow."""
    import tempfile

    from pipelines.lab.tried import tried

    say(tried(key, out or Path(tempfile.mkdtemp()) / key))
