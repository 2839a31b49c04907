"""Where somebody of a chat works, and room for the reference of a message sent to a long address (before deploy)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table, and widen the column."""
    op.create_table(
        "membership",
        sa.Column("platform", sa.String(32), primary_key=True),
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("account", sa.String(200), primary_key=True),
        sa.Column("school", sa.String(64)),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("message_ref", existing_type=sa.String(400), type_=sa.String(2000))
