"""What a policy gives a school to do, who has done what with it, and what it owes (before deploy)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, and let a row of the outbox belong to a matter."""
    op.create_table(
        "matter",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("school", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("submission_key", sa.String(200), nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("raised_by", sa.String(200), nullable=False),
        sa.Column("raised_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("purged_at", sa.BigInteger),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("school", "number", name="matter_number"),
    )
    op.create_index("matter_kind", "matter", ["school", "kind", "state"])
    op.create_index("matter_raised_by", "matter", ["raised_by"])
    op.create_table(
        "matter_event",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("matter_id", sa.String(32), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column("act_key", sa.String(200), nullable=False, unique=True),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.String(200), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("matter_event_matter", "matter_event", ["matter_id"])
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("matter_id", sa.String(32), sa.ForeignKey("matter.id", name="outbox_matter"), nullable=True))
        batch.create_unique_constraint("outbox_once_of_matter", ["matter_id", "kind", "step", "destination"])
