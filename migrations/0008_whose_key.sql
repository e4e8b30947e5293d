-- Which master key the data were made with: a keyed hash of one text. It opens nothing and gives nothing of the key away.
CREATE TABLE master_key (
    name TEXT PRIMARY KEY,
    proof TEXT NOT NULL
);
