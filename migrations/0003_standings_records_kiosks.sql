CREATE TABLE standings (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    version BIGINT NOT NULL,
    computed_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (round_id, version)
);

CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    change TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    decided_at BIGINT
);
CREATE INDEX proposal_by_contest ON proposal (contest_id, proposed_at);

CREATE TABLE act_log (
    seq BIGINT PRIMARY KEY,
    contest_id TEXT,
    at BIGINT NOT NULL,
    account_id TEXT,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX act_log_by_contest ON act_log (contest_id, seq);

CREATE TABLE kiosk (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    label TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    device_hash TEXT,
    created_at BIGINT NOT NULL,
    paired_at BIGINT,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX kiosk_by_contest ON kiosk (contest_id);
CREATE INDEX kiosk_by_code ON kiosk (code_hash);
CREATE INDEX kiosk_by_device ON kiosk (device_hash);

CREATE TABLE handoff (
    token_hash TEXT PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempt (id),
    person_id TEXT NOT NULL,
    contest_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
