-- The rows of running imports as they were read. They go when the import has ended.
CREATE TABLE import_rows (
    job_id            uuid NOT NULL,
    line              int NOT NULL,
    new_id            uuid NOT NULL,
    event_id          uuid NOT NULL,
    pay_id            uuid NOT NULL,
    outbox_id         uuid NOT NULL,
    subject           text NOT NULL,
    employee_number   text,
    external_id       text,
    first_name        text,
    last_name         text,
    email             text,
    phone             text,
    birth_date        date,
    gender            text,
    bio               text,
    experience_years  numeric(4, 1),
    hire_date         date,
    termination_date  date,
    status            text,
    effective_date    date,
    department        text,
    position          text,
    manager_number    text,
    manager_email     text,
    skills            text[] NOT NULL,
    salary            numeric(14, 2),
    currency          text,
    custom            jsonb NOT NULL,
    PRIMARY KEY (job_id, line)
);

-- Whom a row is about and in which order rows are written: stage 0 are new people whom other rows name as their
-- manager, 1 other new people, 2 people who exist.
CREATE TABLE import_plan (
    job_id        uuid NOT NULL,
    stage         smallint NOT NULL,
    line          int NOT NULL,
    employee_id   uuid NOT NULL,
    manager_id    uuid,
    manager_line  int,
    PRIMARY KEY (job_id, stage, line)
);

-- Names of departments, positions and skills in the file, and what they stand for; null is yet to be created.
CREATE TABLE import_names (
    job_id     uuid NOT NULL,
    catalogue  text NOT NULL,
    name       text NOT NULL,
    id         uuid,
    PRIMARY KEY (job_id, catalogue, name)
);

CREATE TABLE import_row_errors (
    job_id    uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
    line      int NOT NULL,
    field     text NOT NULL,
    code      text NOT NULL,
    severity  text NOT NULL CHECK (severity IN ('error', 'warning')),
    message   text NOT NULL,
    value     text,
    PRIMARY KEY (job_id, line, field, code)
);
