-- Portable subset (docs/adr/0001): TEXT, BIGINT, DOUBLE PRECISION; keys made by the application; no triggers, no now().
-- Instants are epoch milliseconds; booleans are 0 or 1; scores are thousandths of a point.

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    full_name TEXT NOT NULL,
    is_admin BIGINT NOT NULL CHECK (is_admin IN (0, 1)),
    identity_hash TEXT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE contest (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    rules TEXT NOT NULL,
    rules_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    listed BIGINT NOT NULL CHECK (listed IN (0, 1))
);

CREATE TABLE contest_round (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    code TEXT NOT NULL,
    place BIGINT NOT NULL,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    committed_at BIGINT,
    rules_hash TEXT,
    bank_hash TEXT,
    secret_sealed TEXT,
    secret_hash TEXT,
    sealed_at BIGINT,
    entries_hash TEXT,
    draw_number TEXT,
    published_at BIGINT,
    published_standings TEXT,
    UNIQUE (contest_id, code)
);

CREATE TABLE outage (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX outage_by_round ON outage (round_id);

CREATE TABLE role_grant (
    account_id TEXT NOT NULL REFERENCES account (id),
    contest_id TEXT NOT NULL REFERENCES contest (id),
    role TEXT NOT NULL,
    unit_id TEXT,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, contest_id, role)
);

CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    bloc TEXT,
    parent_id TEXT,
    valid_from BIGINT,
    valid_until BIGINT,
    UNIQUE (contest_id, code)
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    code TEXT,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    track TEXT,
    category TEXT NOT NULL,
    leader BIGINT NOT NULL CHECK (leader IN (0, 1)),
    birth_date TEXT,
    contact_sealed TEXT,
    unique_hash TEXT,
    identity_hash TEXT,
    slip_hash TEXT,
    password_hash TEXT,
    account_id TEXT,
    self_declared BIGINT NOT NULL CHECK (self_declared IN (0, 1)),
    created_at BIGINT NOT NULL,
    struck_off_at BIGINT,
    UNIQUE (contest_id, code),
    UNIQUE (contest_id, unique_hash),
    UNIQUE (contest_id, account_id)
);
CREATE INDEX person_by_unit ON person (unit_id);
CREATE INDEX person_by_identity ON person (contest_id, identity_hash);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT,
    person_id TEXT,
    contest_id TEXT,
    kiosk_id TEXT,
    attempt_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);
