"""The app as Teams is told of it: `manifest/manifest.json`, filled in for one school and packed with its icons, as Teams' admin centre takes it.

Nothing here speaks to Teams.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.settings import SettingsError

FOLDER = Path(__file__).with_name("manifest")
ICONS = ("color.png", "outline.png")
MESSAGES_PATH = "/api/messages"
"""Where Teams sends everything; said again in `edge`, which takes its time to load."""
QUERY, QUESTION = "ask", "question"
"""The command of the compose box by which somebody asks, and its parameter."""
REPORT = "report_"
"""Begins each command that opens a form; what follows is the kind of report, or what is none, so that the kind is asked for first."""
MATTER = "matter_"
"""Begins each command that opens the form of another duty of the policy; what follows is its kind."""
_EXAMPLE, _NO_APP = "https://signpost.school.example", "00000000-0000-0000-0000-000000000000"
_APP_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MADE_AT = (2026, 1, 1, 0, 0, 0)
"""The date of what is in the package, so that the same app gives the same bytes."""


def fill_in(*, app_id: str, url: str, about: str = "") -> dict[str, Any]:
    """Return the manifest of a school's app. `about` is the page to which Teams leads for its privacy and terms; else it is the address itself.

    Raises SettingsError where one of them cannot be used.
    """
    named = app_id.strip().lower()
    if not _APP_ID.fullmatch(named) or named == _NO_APP:
        raise SettingsError("--app-id: this is no application id; copy the Application (client) ID of the app registration in Microsoft Entra")
    site = _address("--url", url, bare=True)
    page = _address("--about", about, bare=False) if about else site
    manifest: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8").replace(_NO_APP, named))
    manifest["developer"] = {name: page if value == _EXAMPLE else value for name, value in manifest["developer"].items()}
    return manifest


def pack(manifest: dict[str, Any]) -> bytes:
    """Return the app as a zip file: the manifest and its icons, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, "manifest.json", (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))
        for name in ICONS:
            _put(package, name, (FOLDER / name).read_bytes())
    return packed.getvalue()


def _put(package: zipfile.ZipFile, name: str, held: bytes) -> None:
    entry = zipfile.ZipInfo(name, _MADE_AT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    package.writestr(entry, held)


def _address(option: str, url: str, *, bare: bool) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme != "https" or "." not in host or not url.isascii() or any(letter.isspace() for letter in url) or parts.username:
        raise SettingsError(f"{option}: Teams takes only an address that begins with https:// and names a host; write {_EXAMPLE}")
    if bare and (parts.query or parts.fragment or parts.path.strip("/")):
        raise SettingsError(f"{option}: write only https:// and the host, such as {_EXAMPLE}; Signpost adds the rest")
    return f"https://{host}{f':{port}' if port else ''}" if bare else url
