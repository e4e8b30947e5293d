-- Why a colleague refused a proposal; empty when who proposed it took it back.
ALTER TABLE proposal ADD COLUMN decided_reason TEXT NOT NULL DEFAULT '';
