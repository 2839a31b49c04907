"""The options that several commands share, said once, so that each is called the same and means the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PolicyKey = Annotated[str, typer.Option("--policy", "-p", metavar="KEY", help="Whose policy: alet, athelstan, iwys, unnamed-trust or wren-spinney.")]
OwnSettings = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="The school's own settings (signpost.yaml): who holds which role.")
]
Home = Annotated[Path, typer.Option("--knowledge", metavar="FOLDER", help="Another folder of policies and topics.", show_default=False)]
SettingsFile = Annotated[Path, typer.Option("--settings", metavar="FILE", help="The settings of your schools; a model: docs/signpost.example.yaml.")]
School = Annotated[str, typer.Option("--school", metavar="KEY", help="The school's key, as in the settings.")]
Acting = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Who it is for: a person's id in the settings. They see what they may open in a chat, no more.")
]
