"""The site as a browser sees it.

Belongs here: requests with a login, the button of a job. Does not belong here: which answer is right.
"""

from __future__ import annotations

import base64
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path

NAME = "hiroba.example.lg.jp"
"""What the example of nginx calls the site."""


class Door:
    """The site as a browser sees it."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.base = f"https://127.0.0.1:{port}"
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.context.check_hostname = False

    def get(
        self, path: str, login: tuple[str, str] | None, body: object = None, more: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; redirects are followed."""
        request = urllib.request.Request(self.base + path, None if body is None else json.dumps(body).encode())
        request.add_header("Host", NAME)
        for name, value in (more or {}).items():
            request.add_header(name, value)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        if login:
            request.add_header("Authorization", "Basic " + base64.b64encode(":".join(login).encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=60, context=self.context) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def launch(self, prefix: str, login: tuple[str, str], job: str) -> dict[str, object]:
        """What the button does."""
        query = (
            "mutation($p: ExecutionParams!) { launchPipelineExecution(executionParams: $p) "
            "{ __typename ... on LaunchRunSuccess { run { runId } } } }"
        )
        selector = {"repositoryLocationName": "hiroba", "repositoryName": "__repository__", "jobName": job}
        variables = {"p": {"selector": selector, "runConfigData": {}}}
        _, text = self.get(f"{prefix}/graphql", login, {"query": query, "variables": variables})
        return dict(json.loads(text)["data"]["launchPipelineExecution"])
