-- Who set the password of an account for its holder, and when: the two of them are not two people (DESIGN 4, "People").
ALTER TABLE account ADD COLUMN reset_by TEXT;
ALTER TABLE account ADD COLUMN reset_at BIGINT;
-- Who made the account: an administrator could sign in as anybody they make.
ALTER TABLE account ADD COLUMN created_by TEXT;

-- The rule sheet as it was hashed at commitment: a later version of the program may write the same rules in other words.
ALTER TABLE contest_round ADD COLUMN rules_text TEXT;

-- Keyed hash of the telephone beside that of the internal number: a committee member is known by either.
ALTER TABLE person ADD COLUMN phone_hash TEXT;
CREATE INDEX person_by_phone_hash ON person (contest_id, phone_hash);
