-- Acts of two people that change a round after its commitment, versions of the overall ranking, passwords to be changed.

-- The times a round has now stand in contest_round; the rule sheet keeps the ones that were committed.
CREATE TABLE round_move (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    opens_before BIGINT NOT NULL,
    opens_after BIGINT NOT NULL,
    closes_before BIGINT NOT NULL,
    closes_after BIGINT NOT NULL,
    reason TEXT NOT NULL,
    moved_at BIGINT NOT NULL
);
CREATE INDEX round_move_by_round ON round_move (round_id);

-- The committed key stays as it was hashed; standings take the newest change of each question.
CREATE TABLE key_change (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES contest_round (id),
    question_code TEXT NOT NULL,
    accepted TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX key_change_by_round ON key_change (round_id, changed_at);

CREATE TABLE overall_standings (
    id TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL REFERENCES contest (id),
    version BIGINT NOT NULL,
    computed_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (contest_id, version)
);

ALTER TABLE contest ADD COLUMN overall_published_at BIGINT;
ALTER TABLE contest ADD COLUMN overall_published TEXT;

-- A role withdrawn stays on record: who once could see a key does not compete.
ALTER TABLE role_grant ADD COLUMN withdrawn_at BIGINT;

-- 1 after an administrator set the password: it works once, to choose an own one.
ALTER TABLE account ADD COLUMN password_once BIGINT NOT NULL DEFAULT 0 CHECK (password_once IN (0, 1));
