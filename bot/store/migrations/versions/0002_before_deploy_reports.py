"""Reports, what they owe, and who did what (before deploy)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _make_report()
    _make_what_belongs_to_a_report()
    _make_outbox()
    _make_what_the_process_keeps()


def _make_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("school", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("submission_key", sa.String(200), nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reporter_id", sa.String(200), nullable=False),
        sa.Column("odd_reporter", sa.Boolean, nullable=False),
        sa.Column("reported_at", sa.BigInteger, nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger),
        sa.Column("acknowledged_by", sa.String(200)),
        sa.Column("assigned_to", sa.String(200)),
        sa.Column("outcome", sa.String(32)),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("closed_by", sa.String(200)),
        sa.Column("recorded_at", sa.BigInteger),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("purged_at", sa.BigInteger),
        sa.Column("key_id", sa.String(64)),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.Column("recovery_key", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary),
        sa.UniqueConstraint("school", "number", name="report_number"),
    )
    op.create_index("report_state", "report", ["state"])
    op.create_index("report_reporter", "report", ["reporter_id"])


def _make_what_belongs_to_a_report() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("report_id", sa.String(32), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("author_id", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary),
    )
    op.create_index("note_report", "note", ["report_id"])
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String(32), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("person_id", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("report_id", "person_id", name="opening_once"),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String(32), sa.ForeignKey("report.id")),
        sa.Column("school", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("destination", sa.String(200), nullable=False),
        sa.Column("message_key", sa.String(36), nullable=False, unique=True),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("civil_due", sa.String(40)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_tried_at", sa.BigInteger),
        sa.Column("last_tried_at", sa.BigInteger),
        sa.Column("owner", sa.String(64)),
        sa.Column("leased_until", sa.BigInteger),
        sa.Column("message_ref", sa.String(400)),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("outcome", sa.String(64)),
        sa.UniqueConstraint("report_id", "kind", "step", "destination", name="outbox_once"),
    )
    op.create_index("outbox_due", "outbox", ["state", "due_at"])


def _make_what_the_process_keeps() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("event", sa.String(1000), nullable=False),
        sa.Column("content_hash", sa.LargeBinary),
        sa.Column("mac", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "seen",
        sa.Column("source", sa.String(32), primary_key=True),
        sa.Column("event_id", sa.String(300), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("high_water", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "address",
        sa.Column("platform", sa.String(32), primary_key=True),
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("reference", sa.String(4000), nullable=False),
    )
    op.create_table(
        "away",
        sa.Column("school", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(200), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
    )
