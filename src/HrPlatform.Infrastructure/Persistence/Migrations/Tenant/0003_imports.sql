-- How often a job has failed in a row, and how often it was started without getting any further since.
ALTER TABLE jobs ADD COLUMN failures int NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN idle_starts int NOT NULL DEFAULT 0;
CREATE INDEX jobs_status_idx ON jobs (status, id);
