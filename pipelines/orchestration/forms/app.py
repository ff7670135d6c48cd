"""The web application of the forms: pages without a script, changes by POST alone.

Belongs here: addresses, what is read from a request, how an answer is shown. Does not belong here: who may come in
(`orchestration.doors` stands in front), the forms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

import jinja2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pipelines.desk.entrance import TEMPLATES
from pipelines.orchestration.forms import lists, mail_domains, new_pages, pairs, releases, removals, values, workbooks
from pipelines.orchestration.forms.form import Fields, Form
from pipelines.orchestration.forms.sent_file import KIND as FILE_KIND
from pipelines.orchestration.forms.sent_file import fields_of
from pipelines.settings import OFFICE, Settings
from warehouse.contract import TOKYO
from warehouse.errors import StaffError

_FORMS = (
    new_pages.FORM,
    lists.FORM,
    workbooks.FORM,
    pairs.FORM,
    values.FORM,
    mail_domains.FORM,
    removals.FORM,
    releases.ACCEPT,
    releases.ROLL_BACK,
)
FORMS = {form.name: form for form in _FORMS}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_MOST_BYTES, _MOST_FIELDS = 64 * 1024, 20
_MOST_FILE_BYTES = 16 * 1024 * 1024
_KIND = "application/x-www-form-urlencoded"
_READ_ONLY = "見るだけの画面では決められません。担当者の画面で開いてください。"


class _RequestError(StaffError):
    """What came is no form of ours."""


def forms_app(settings: Settings, root: str, when: Callable[[], str], *, is_read_only: bool = False) -> Starlette:
    """The application.

    Args:
        settings: where tables and ledgers are.
        root: address of the forms, e.g. `/decide`.
        when: says when the next night begins.
        is_read_only: nothing is decided here, and nothing shown of what there is to decide.
    """
    shown = _Pages(settings, root, when, is_read_only=is_read_only)
    routes = [Route(each, shown.index, methods=["GET"]) for each in (root, f"{root}/")]
    routes.append(Route(f"{root}/{{name}}", shown.form, methods=["GET", "POST"]))
    return Starlette(routes=routes)


class _Pages:
    """Answers to requests."""

    def __init__(self, settings: Settings, root: str, when: Callable[[], str], *, is_read_only: bool) -> None:
        folders = [Path(__file__).parent, TEMPLATES]
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
        )
        self.settings, self.root, self.when, self.is_read_only = settings, root, when, is_read_only

    async def index(self, _: Request) -> Response:
        """All forms."""
        if self.is_read_only:
            return self._refuse(HTTPStatus.FORBIDDEN, _READ_ONLY)
        return self._page("index", "決める", HTTPStatus.OK, forms=list(FORMS.values()))

    async def form(self, request: Request) -> Response:
        """One form: shown, or taken."""
        form = FORMS.get(request.path_params["name"])
        if self.is_read_only:
            return self._refuse(HTTPStatus.FORBIDDEN, _READ_ONLY)
        if form is None:
            return self._refuse(HTTPStatus.NOT_FOUND, "そのような画面はありません。")
        asked = dict(request.query_params)
        if request.method != "POST":
            return await run_in_threadpool(self._shown, form, asked)
        try:
            given = await _fields(request, takes_file=form.takes_file)
        except _RequestError as error:
            return self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        return await run_in_threadpool(self._taken, form, given)

    def _taken(self, form: Form, given: Fields) -> Response:
        """Decide, then show what came of it; what was refused stays in the fields."""
        try:
            sentence = form.decide(self.settings, given, datetime.now(TOKYO))
        except StaffError as error:
            return self._shown(form, given, HTTPStatus.UNPROCESSABLE_ENTITY, problem=str(error))
        kept = {name: given[name] for name in ("office", "at", "left", "right", "said") if name in given}
        return self._shown(form, kept, done=sentence)

    def _shown(
        self, form: Form, asked: Fields, status: HTTPStatus = HTTPStatus.OK, *, done: str = "", problem: str = ""
    ) -> Response:
        now = datetime.now(TOKYO)
        try:
            facts = form.show(self.settings, {**asked, "today": now.date().isoformat()})
        except StaffError as error:
            return self._refuse(HTTPStatus.CONFLICT, problem or str(error), done)
        return self._page(
            form.name,
            form.title,
            status,
            form=form,
            given={name: asked.get(name, "") for name in ("field", "value", "until", "reason", "said", "source")},
            office=asked.get("office", OFFICE),
            today=now.date().isoformat(),
            done=done,
            problem=problem,
            **facts,
        )

    def _refuse(self, status: HTTPStatus, sentence: str, done: str = "") -> Response:
        return self._page("refused", "決める", status, problem=sentence, done=done)

    def _page(self, template: str, title: str, status: HTTPStatus, **facts: object) -> Response:
        desk_url = f"{self.settings.addresses.desk}/"
        page = self.environment.get_template(f"{template}.html.j2").render(
            title=title, root=self.root, entrance=desk_url, when=self.when, **facts
        )
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(page, int(status), headers)


async def _fields(request: Request, *, takes_file: bool) -> Fields:
    """The fields of a form that was sent, each once.

    Raises:
        _RequestError: it is too large, or no form.
    """
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != (FILE_KIND if takes_file else _KIND):
        raise _RequestError("この画面の欄から送ってください。")
    most, pieces, size = (_MOST_FILE_BYTES if takes_file else _MOST_BYTES), list[bytes](), 0
    async for piece in request.stream():
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise _RequestError("送られたファイルか文が大きすぎます。")
    body = b"".join(pieces)
    try:
        if takes_file:
            return await run_in_threadpool(fields_of, kind, body)
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise _RequestError("送られた文を読めません。") from error
