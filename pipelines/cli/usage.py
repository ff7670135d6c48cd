"""What is wrong with a command as it was typed, in Japanese.

Belongs here: click's own complaints. Does not belong here: errors of the work itself (they are sentences already).
"""

from __future__ import annotations

import click


def in_japanese(error: click.ClickException) -> str:
    """A complaint of click as a sentence that says what to write.

    Args:
        error: what click says in English.
    """
    sentence = _said(error)
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "hiroba"
    return f"{sentence}書き方は {command} --help にあります。"


def _said(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        return f"{_named(error)} がありません。"
    if isinstance(error, click.NoSuchOption):
        close = f"{'、'.join(error.possibilities)} のことですか。" if error.possibilities else ""
        return f"{error.option_name} という指定はありません。{close}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)} の値が正しくありません。{_wanted(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} の書き方が正しくありません。"
    if isinstance(error, click.FileError):
        return f"{error.ui_filename} を開けません。"
    if error.message.startswith("No such command"):
        return f"{error.message.removeprefix('No such command').strip(' .')} という命令はありません。"
    if error.message.startswith("Got unexpected extra argument"):
        return '余分な言葉があります。空白を含む値は " " で囲んでください。'
    return "命令の書き方が正しくありません。"


def _named(error: click.BadParameter) -> str:
    """The option or the place of what is wrong, as it is written."""
    parameter = error.param
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(error.ctx) if parameter is not None and error.ctx else str(error.param_hint or "値")


def _wanted(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"{'、'.join(map(str, kind.choices))} のどれかを書いてください。"
    if isinstance(kind, click.DateTime):
        return "2027-03-31 のような日付で書いてください。"
    if isinstance(kind, click.Path):
        return "そこに読めるファイルやフォルダーがあるかを確かめてください。"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "数を書いてください（範囲は --help にあります）。"
    return ""
