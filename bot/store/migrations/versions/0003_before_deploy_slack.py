"""The workspaces in which Signpost is installed, and why a question was kept (before deploy)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and the column; what was kept until now was not understood."""
    op.add_column("unanswered", sa.Column("why", sa.String(16), nullable=False, server_default="not_understood"))
    op.create_table(
        "slack_installation",
        sa.Column("team_id", sa.String(64), primary_key=True),
        sa.Column("enterprise_id", sa.String(64)),
        sa.Column("app_id", sa.String(64)),
        sa.Column("installed_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "slack_oauth_state",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
