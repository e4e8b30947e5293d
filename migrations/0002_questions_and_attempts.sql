CREATE TABLE question (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    code TEXT NOT NULL,
    topic TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    kind TEXT NOT NULL,
    stem TEXT NOT NULL,
    options TEXT NOT NULL,
    explanation TEXT NOT NULL,
    source TEXT NOT NULL,
    rounds TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (contest_id, code)
);

-- The key has a table of its own, so that no query about questions can carry it along.
CREATE TABLE answer_key (
    question_id TEXT PRIMARY KEY REFERENCES question (id) ON DELETE CASCADE,
    right_options TEXT NOT NULL
);

CREATE TABLE question_void (
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    question_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    voided_at BIGINT NOT NULL,
    PRIMARY KEY (round_id, question_code)
);

CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    attempt_number BIGINT NOT NULL,
    unit_id TEXT NOT NULL,
    track TEXT,
    started_at BIGINT NOT NULL,
    allowed_ms BIGINT NOT NULL,
    extra_ms BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    submitted_at BIGINT,
    shape TEXT NOT NULL,
    draw_version BIGINT NOT NULL,
    paper_hash TEXT NOT NULL,
    receipt_hash TEXT NOT NULL UNIQUE,
    kiosk_id TEXT,
    assisted_by TEXT,
    void_reason TEXT,
    voided_at BIGINT,
    UNIQUE (round_id, person_id, attempt_number)
);
CREATE INDEX attempt_by_person ON attempt (person_id);
CREATE INDEX attempt_by_due ON attempt (state, due_at);

CREATE TABLE answer (
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    slot BIGINT NOT NULL,
    held_value TEXT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, slot)
);

-- One row per decided save: a replay of the same key gets the same bytes again. The idempotency key comes first in the
-- primary key because a batch of saves looks its replays up by nothing else.
CREATE TABLE answer_save (
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    idempotency_key TEXT NOT NULL,
    slot BIGINT NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (idempotency_key, attempt_id)
);

CREATE TABLE attempt_grant (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    extra_ms BIGINT NOT NULL,
    retakes BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted_at BIGINT NOT NULL
);
CREATE INDEX attempt_grant_by_person ON attempt_grant (round_id, person_id);
