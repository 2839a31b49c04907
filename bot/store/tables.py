"""The tables, as SQLAlchemy Core sees them. Migrations make them; a test compares the two.

Times are UTC epoch milliseconds unless a column says otherwise. What a report says stands in one sealed column; every other column holds ids,
enums and times only.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, UniqueConstraint

metadata = MetaData()

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("policy_key", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("why", String(16), nullable=False, server_default="not_understood"),
    Index("unanswered_at", "at"),
)
"""Questions for the policy owner: no asker, names masked, the text sealed. `at` is UTC epoch seconds of the day only. `why` is `not_understood`,
or what else an adapter keeps them for (`not_helpful`)."""

report = Table(
    "report",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("school", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("submission_key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reporter_id", String(200), nullable=False),
    Column("odd_reporter", Boolean, nullable=False),
    Column("reported_at", BigInteger, nullable=False),
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", String(200)),
    Column("assigned_to", String(200)),
    Column("outcome", String(32)),
    Column("closed_at", BigInteger),
    Column("closed_by", String(200)),
    Column("recorded_at", BigInteger),
    Column("held", Boolean, nullable=False),
    Column("purged_at", BigInteger),
    Column("key_id", String(64)),
    Column("wrapped_key", LargeBinary),
    Column("recovery_key", LargeBinary),
    Column("content", LargeBinary),
    UniqueConstraint("school", "number", name="report_number"),
    Index("report_state", "state"),
    Index("report_reporter", "reporter_id"),
)
"""One report. `number` makes the reference (R-0042). `content` is sealed with a key of its own, `wrapped_key` is that key under the key ring's
`key_id`, `recovery_key` the same key sealed to the offline recovery key. A purge empties all four."""

note = Table(
    "note",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("author_id", String(200), nullable=False),
    Column("content", LargeBinary),
    Index("note_report", "report_id"),
)
"""What was added to a report, sealed with the report's key. Never changed; emptied by a purge."""

opening = Table(
    "opening",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id"), nullable=False),
    Column("person_id", String(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("report_id", "person_id", name="opening_once"),
)
"""Who has opened a report, and when first. An acknowledgement counts only from somebody who stands here."""

matter = Table(
    "matter",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("school", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("submission_key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("state", String(32), nullable=False),
    Column("raised_by", String(200), nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("settled_at", BigInteger),
    Column("purged_at", BigInteger),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("school", "number", name="matter_number"),
    Index("matter_kind", "school", "kind", "state"),
    Index("matter_raised_by", "raised_by"),
)
"""Something that a policy gives the school to do: an application, a comment to answer, a round of reading ... `number` makes the reference (M-0042).
`sealed` holds all that was written, under the key ring. `raised_by` is empty where Signpost itself raised it."""

matter_event = Table(
    "matter_event",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("matter_id", String(32), ForeignKey("matter.id"), nullable=False),
    Column("act_key", String(200), nullable=False, unique=True),
    Column("act", String(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("person_id", String(200), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("matter_event_matter", "matter_id"),
)
"""What somebody has done with a matter, and what they wrote, sealed under the key ring. Never changed. The same `act_key` is the same act."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(32), ForeignKey("report.id")),
    Column("matter_id", String(32), ForeignKey("matter.id")),
    Column("school", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("step", Integer, nullable=False),
    Column("destination", String(200), nullable=False),
    Column("message_key", String(36), nullable=False, unique=True),
    Column("due_at", BigInteger, nullable=False),
    Column("civil_due", String(40)),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_tried_at", BigInteger),
    Column("last_tried_at", BigInteger),
    Column("owner", String(64)),
    Column("leased_until", BigInteger),
    Column("message_ref", String(2000)),
    Column("settled_at", BigInteger),
    Column("outcome", String(64)),
    UniqueConstraint("report_id", "kind", "step", "destination", name="outbox_once"),
    UniqueConstraint("matter_id", "kind", "step", "destination", name="outbox_once_of_matter"),
    Index("outbox_due", "state", "due_at"),
)
"""What is owed, and when. The queue, the clock and the proof. `destination` names a duty or a place (`channel`, `role:deputy`, `person:amara`,
`email:amara`, `reporter`), never content; who holds a role is resolved when the row is claimed. `civil_due` keeps "next working day 09:00" as local
time and zone. Rows are settled, never deleted. A row is about one report or one matter; about neither is only what the deployment says of itself."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("event", String(1000), nullable=False),
    Column("content_hash", LargeBinary),
    Column("mac", LargeBinary, nullable=False),
)
"""The chained log: ids and enums only. `event` is canonical JSON; `mac` covers the one before it."""

seen = Table(
    "seen",
    metadata,
    Column("source", String(32), primary_key=True),
    Column("event_id", String(300), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""Deliveries of a platform that had their effect already."""

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("high_water", BigInteger, nullable=False),
)
"""One row: the highest time ever used."""

address = Table(
    "address",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("tenant", String(200), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("reference", String(4000), nullable=False),
)
"""What a platform needs to speak first to a person or a channel, as plain JSON."""

away = Table(
    "away",
    metadata,
    Column("school", String(64), primary_key=True),
    Column("person_id", String(200), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
)
"""Who has marked themselves away, so that the next in line is first."""

slack_installation = Table(
    "slack_installation",
    metadata,
    Column("team_id", String(64), primary_key=True),
    Column("enterprise_id", String(64)),
    Column("app_id", String(64)),
    Column("installed_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""A workspace in which somebody has installed Signpost. `sealed` holds the token by which it is reached, and what belongs to that, under the key
ring. A row goes when the workspace removes the app."""

slack_oauth_state = Table(
    "slack_oauth_state",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
)
"""Installations that somebody has begun: the SHA-256 of the word that Slack has to bring back, once and in time."""

membership = Table(
    "membership",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("tenant", String(200), primary_key=True),
    Column("account", String(200), primary_key=True),
    Column("school", String(64)),
    Column("at", BigInteger, nullable=False),
)
"""Accounts of a chat that have spoken to us: in which workspace or tenant, and at which school, where they had to say. `at` is when first."""
