-- Runs with search_path set to the tenant's schema, as its owner; the tenant's role gets rights by default privileges.
CREATE TABLE departments (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    code        text,
    parent_id   uuid REFERENCES departments,
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX departments_name_key ON departments (hr.fold(name));
CREATE UNIQUE INDEX departments_code_key ON departments (lower(code));
CREATE INDEX departments_parent_idx ON departments (parent_id);

CREATE TABLE positions (
    id          uuid PRIMARY KEY,
    title       text NOT NULL,
    level       text,
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX positions_title_key ON positions (hr.fold(title));

CREATE TABLE skills (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    category    text,
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX skills_name_key ON skills (hr.fold(name));
CREATE INDEX skills_name_trgm_idx ON skills USING gin (hr.fold(name) public.gin_trgm_ops);

CREATE TABLE custom_fields (
    id          uuid PRIMARY KEY,
    key         text NOT NULL,
    label       text NOT NULL,
    type        text NOT NULL CHECK (type IN ('text', 'number', 'date', 'boolean', 'select')),
    required    boolean NOT NULL DEFAULT false,
    options     text[] NOT NULL DEFAULT '{}',
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX custom_fields_key_key ON custom_fields (key);

-- The state as of today. History and pay stand in employment_events and compensations; the day's state is copied here.
CREATE TABLE employees (
    id                uuid PRIMARY KEY,
    employee_number   text,
    external_id       text,
    first_name        text NOT NULL,
    last_name         text NOT NULL,
    email             text NOT NULL,
    phone             text,
    birth_date        date,
    gender            text,
    bio               text,
    experience_years  numeric(4, 1),
    hire_date         date NOT NULL,
    termination_date  date,
    status            text NOT NULL CHECK (status IN ('active', 'terminated', 'scheduled')),
    department_id     uuid REFERENCES departments,
    position_id       uuid REFERENCES positions,
    manager_id        uuid REFERENCES employees,
    salary            numeric(14, 2),
    currency          char(3),
    pay_effective_date date,
    custom            jsonb NOT NULL DEFAULT '{}',
    version           bigint NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    deleted_at        timestamptz,
    search            tsvector GENERATED ALWAYS AS (
                          hr.name_vector(first_name, last_name, email, employee_number, external_id)
                      ) STORED
);
CREATE UNIQUE INDEX employees_email_key ON employees (lower(email)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX employees_employee_number_key ON employees (employee_number) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX employees_external_id_key ON employees (external_id) WHERE deleted_at IS NULL;
CREATE INDEX employees_department_idx ON employees (department_id, id);
CREATE INDEX employees_position_idx ON employees (position_id, id);
CREATE INDEX employees_manager_idx ON employees (manager_id, id);
CREATE INDEX employees_name_idx ON employees (last_name, first_name, id);
CREATE INDEX employees_hire_date_idx ON employees (hire_date, id);
CREATE INDEX employees_search_idx ON employees USING gin (search);
CREATE INDEX employees_custom_idx ON employees USING gin (custom jsonb_path_ops) WHERE custom <> '{}';

CREATE TABLE employee_skills (
    employee_id  uuid NOT NULL REFERENCES employees ON DELETE CASCADE,
    skill_id     uuid NOT NULL REFERENCES skills,
    PRIMARY KEY (employee_id, skill_id)
);
CREATE INDEX employee_skills_skill_idx ON employee_skills (skill_id, employee_id);

-- Each row: what happened on a day (kind, changed) and the state that resulted, valid from effective_date until valid_to.
CREATE TABLE employment_events (
    id              uuid PRIMARY KEY,
    employee_id     uuid NOT NULL REFERENCES employees ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('hire', 'transfer', 'promotion', 'manager_change', 'termination', 'rehire')),
    effective_date  date NOT NULL,
    sequence        int NOT NULL,
    changed         text[] NOT NULL,
    status          text NOT NULL CHECK (status IN ('active', 'terminated')),
    department_id   uuid REFERENCES departments,
    position_id     uuid REFERENCES positions,
    manager_id      uuid REFERENCES employees,
    valid_to        date,
    reason          text,
    pending         boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX employment_events_order_key ON employment_events (employee_id, effective_date, sequence);
CREATE INDEX employment_events_pending_idx ON employment_events (effective_date) WHERE pending;

CREATE TABLE compensations (
    id              uuid PRIMARY KEY,
    employee_id     uuid NOT NULL REFERENCES employees ON DELETE CASCADE,
    effective_date  date NOT NULL,
    amount          numeric(14, 2) NOT NULL CHECK (amount >= 0),
    currency        char(3) NOT NULL,
    valid_to        date,
    reason          text,
    pending         boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX compensations_day_key ON compensations (employee_id, effective_date);
CREATE INDEX compensations_pending_idx ON compensations (effective_date) WHERE pending;

CREATE TABLE jobs (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL,
    status            text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    payload           jsonb NOT NULL,
    checkpoint        jsonb,
    result            jsonb,
    error             jsonb,
    total             bigint,
    processed         bigint NOT NULL DEFAULT 0,
    failed            bigint NOT NULL DEFAULT 0,
    attempts          int NOT NULL DEFAULT 0,
    cancel_requested  boolean NOT NULL DEFAULT false,
    created_by        uuid,
    version           bigint NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL,
    started_at        timestamptz,
    finished_at       timestamptz,
    updated_at        timestamptz NOT NULL
);
CREATE INDEX jobs_kind_idx ON jobs (kind, id);

CREATE TABLE idempotency_keys (
    credential_id  uuid NOT NULL,
    route          text NOT NULL,
    key            text NOT NULL,
    request_hash   bytea NOT NULL,
    status_code    int NOT NULL,
    headers        jsonb NOT NULL,
    body           bytea NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (credential_id, route, key)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

-- What happened, in the transaction in which it happened.
CREATE TABLE outbox_events (
    id           uuid PRIMARY KEY,
    type         text NOT NULL,
    subject      text NOT NULL,
    data         jsonb NOT NULL,
    occurred_at  timestamptz NOT NULL
);
