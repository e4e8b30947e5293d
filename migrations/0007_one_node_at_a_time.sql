-- Work that one node does for all: who does it, and until when the others leave it alone.
CREATE TABLE job_lease (
    job TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL
);
