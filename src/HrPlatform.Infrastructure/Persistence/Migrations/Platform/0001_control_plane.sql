-- The control plane: who the tenants are, their keys, and the queue of work that outlives a request.
CREATE SCHEMA IF NOT EXISTS platform;
CREATE SCHEMA IF NOT EXISTS hr;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;

-- hr_none is what a fresh connection runs as: it may read nothing. hr_platform reads and writes the control plane only.
DO $$
BEGIN
    CREATE ROLE hr_none NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    CREATE ROLE hr_platform NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    EXECUTE format('GRANT hr_none, hr_platform TO %I', current_user);
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

GRANT USAGE ON SCHEMA hr TO PUBLIC;

-- unaccent() is only STABLE because its dictionary could change; ours does not, and indexes need IMMUTABLE.
CREATE FUNCTION hr.fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

CREATE FUNCTION hr.name_vector(VARIADIC parts text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT to_tsvector('simple'::regconfig, translate(hr.fold(array_to_string(parts, ' ')), '@._-', '    ')) $$;

CREATE TABLE platform.tenants (
    id          uuid PRIMARY KEY,
    slug        text NOT NULL,
    name        text NOT NULL,
    status      text NOT NULL DEFAULT 'active' CHECK (status IN ('provisioning', 'active', 'suspended')),
    plan        text NOT NULL DEFAULT 'free',
    shard       text NOT NULL DEFAULT 'Platform',
    language    text NOT NULL DEFAULT 'english',
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX tenants_slug_key ON platform.tenants (slug);

-- A tenant has a live and a test (sandbox) environment: each its own schema and database role.
CREATE TABLE platform.tenant_environments (
    tenant_id       uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
    environment     text NOT NULL CHECK (environment IN ('live', 'test')),
    schema_name     text NOT NULL UNIQUE,
    role_name       text NOT NULL UNIQUE,
    schema_version  int NOT NULL,
    PRIMARY KEY (tenant_id, environment)
);

CREATE TABLE platform.api_keys (
    id            uuid PRIMARY KEY,
    tenant_id     uuid REFERENCES platform.tenants ON DELETE CASCADE,
    environment   text NOT NULL CHECK (environment IN ('live', 'test')),
    name          text NOT NULL,
    hash          bytea NOT NULL,
    hint          text NOT NULL,
    scopes        text[] NOT NULL,
    replaces      uuid REFERENCES platform.api_keys ON DELETE SET NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    version       bigint NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX api_keys_hash_key ON platform.api_keys (hash);
CREATE INDEX api_keys_tenant_idx ON platform.api_keys (tenant_id, id);

-- The queue: one row per job that waits or runs. What the job is about stays in the tenant's own schema.
CREATE TABLE platform.work_items (
    job_id       uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
    environment  text NOT NULL,
    kind         text NOT NULL,
    run_at       timestamptz NOT NULL,
    attempts     int NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX work_items_run_at_idx ON platform.work_items (run_at, job_id);

CREATE TABLE platform.secrets (
    name   text PRIMARY KEY,
    value  bytea NOT NULL
);

-- A tenant's transaction enqueues its job through this function only. The tenant follows from the role that the
-- connection runs as, so one tenant cannot enqueue for another. It wakes the workers when the transaction commits.
CREATE FUNCTION hr.enqueue_job(job uuid, job_kind text, due timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = platform, pg_temp
    AS $$
DECLARE
    target platform.tenant_environments%ROWTYPE;
BEGIN
    SELECT * INTO target FROM platform.tenant_environments WHERE role_name = current_setting('role');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no tenant is entered on this connection';
    END IF;
    INSERT INTO platform.work_items (job_id, tenant_id, environment, kind, run_at)
    VALUES (job, target.tenant_id, target.environment, job_kind, due)
    ON CONFLICT (job_id) DO UPDATE SET run_at = excluded.run_at;
    PERFORM pg_notify('hr_work', job_kind);
END $$;

GRANT USAGE ON SCHEMA platform TO hr_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA platform TO hr_platform;
ALTER DEFAULT PRIVILEGES IN SCHEMA platform GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hr_platform;
