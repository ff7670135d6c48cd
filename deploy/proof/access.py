"""Who may come in: people with a login, pages of other sites, those who may only look, those who guess.

Belongs here: what each gets for an answer. Does not belong here: files on disk (`files`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from proof.door import NAME, Door
from proof.stage import STAFF, VIEWER, say


def logins(door: Door) -> None:
    """Nobody without a login; each login its own door."""
    seen = [
        door.get(path, login)[0] for path in ("/server_info", "/view/server_info") for login in (None, STAFF, VIEWER)
    ]
    assert seen == [401, 200, 401, 401, 401, 200], seen
    say("ログインなしは 401、担当者は担当者の画面だけ、見るだけの人は見るだけの画面だけ")


def strangers(door: Door) -> None:
    """Pages of other sites press no button, and no other name is answered."""
    query = {"query": "{ version }"}
    us, them = f"https://{NAME}", "https://evil.example"
    socket = {"Upgrade": "websocket", "Connection": "Upgrade"}
    seen = [
        door.get("/graphql", STAFF, query, {"Origin": us, "Sec-Fetch-Site": "same-origin"})[0],
        door.get("/graphql", STAFF, query, {"Origin": them})[0],
        door.get("/graphql", STAFF, query, {"Sec-Fetch-Site": "same-site"})[0],
        door.get("/graphql", STAFF, None, {"Origin": them, **socket})[0],
        door.get("/graphql?query=mutation%7B__typename%7D", STAFF)[0],
        door.get("/server_info", STAFF, None, {"Host": "evil.example"})[0],
    ]
    if seen != [200, 403, 403, 403, 405, 421]:
        raise SystemExit(f"×   ほかのサイト: {seen}")
    say("ほかのサイトのページからは動かせず（WebSocket も）、ほかの名前では開かない")


def viewers(door: Door) -> None:
    """Who may only look cannot start anything."""
    refused = door.launch("/view", VIEWER, "rematch_all")["__typename"]
    assert refused == "UnauthorizedError", refused
    accepted = door.launch("", STAFF, "import_decisions")["__typename"]
    assert accepted == "LaunchRunSuccess", accepted
    say("見るだけの画面からは動かせず、担当者の画面からは動かせる")


def guessers(door: Door) -> None:
    """Whoever tries passwords is slowed down and then told to stop; the others go on."""
    wrong = ("staff", "guess")
    with ThreadPoolExecutor(16) as pool:
        seen = list(pool.map(lambda _: door.get("/server_info", wrong)[0], range(40)))
    if not seen.count(429) or set(seen) - {401, 429} or door.get("/server_info", STAFF)[0] != 200:
        raise SystemExit(f"×   パスワードを試す相手: {seen}")
    say(f"パスワードを 40 回試すと {seen.count(429)} 回は 429、正しいログインは通る")
