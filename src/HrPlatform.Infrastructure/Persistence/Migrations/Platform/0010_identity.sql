-- Who signs in, through which apps, and what they were given. How a user proves who they are lies in the same row as the
-- user, in columns of its own: a failed sign-in is no change of the user.
CREATE TABLE platform.users (
    id                   uuid PRIMARY KEY,
    tenant_id            uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
    environment          text NOT NULL CHECK (environment IN ('live', 'test')),
    email                text NOT NULL,
    name                 text NOT NULL,
    status               text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    roles                text[] NOT NULL,
    employee_id          uuid,
    last_sign_in_at      timestamptz,
    password_hash        text,
    email_confirmed      boolean NOT NULL DEFAULT false,
    two_factor_enabled   boolean NOT NULL DEFAULT false,
    access_failed_count  int NOT NULL DEFAULT 0,
    lockout_end          timestamptz,
    security_stamp       text NOT NULL DEFAULT gen_random_uuid()::text,
    concurrency_stamp    text NOT NULL DEFAULT gen_random_uuid()::text,
    version              bigint NOT NULL DEFAULT 1,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL
);
-- One address is one user of a tenant's environment, however it is written.
CREATE UNIQUE INDEX users_email_key ON platform.users (tenant_id, environment, lower(email));
CREATE INDEX users_tenant_idx ON platform.users (tenant_id, environment, id);

-- Second factors: the sealed key of the authenticator app and the hashes of recovery codes.
CREATE TABLE platform.user_tokens (
    user_id         uuid NOT NULL REFERENCES platform.users ON DELETE CASCADE,
    login_provider  text NOT NULL,
    name            text NOT NULL,
    value           text,
    PRIMARY KEY (user_id, login_provider, name)
);

CREATE TABLE platform.user_passkeys (
    credential_id  bytea PRIMARY KEY,
    user_id        uuid NOT NULL REFERENCES platform.users ON DELETE CASCADE,
    data           jsonb NOT NULL
);
CREATE INDEX user_passkeys_user_idx ON platform.user_passkeys (user_id);

-- A browser in which a user is signed in. The cookie names it; what ends the session ends the cookie and all tokens.
CREATE TABLE platform.user_sessions (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL REFERENCES platform.users ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    address       text,
    user_agent    text
);
CREATE INDEX user_sessions_user_idx ON platform.user_sessions (user_id, id);
CREATE INDEX user_sessions_expires_idx ON platform.user_sessions (expires_at);

CREATE TABLE platform.oauth_clients (
    id                         uuid PRIMARY KEY,
    tenant_id                  uuid REFERENCES platform.tenants ON DELETE CASCADE,
    environment                text NOT NULL CHECK (environment IN ('live', 'test')),
    type                       text NOT NULL CHECK (type IN ('web', 'browser', 'native', 'service')),
    name                       text NOT NULL,
    logo_url                   text,
    redirect_uris              text[] NOT NULL,
    post_logout_redirect_uris  text[] NOT NULL,
    scopes                     text[] NOT NULL,
    secret_hash                bytea,
    secret_hint                text,
    version                    bigint NOT NULL DEFAULT 1,
    created_at                 timestamptz NOT NULL,
    updated_at                 timestamptz NOT NULL
);
CREATE INDEX oauth_clients_tenant_idx ON platform.oauth_clients (tenant_id, id);

-- What a user has let an app do. Tokens hang on it: ending it ends them.
CREATE TABLE platform.oauth_authorizations (
    id                 uuid PRIMARY KEY,
    application_id     uuid REFERENCES platform.oauth_clients ON DELETE CASCADE,
    subject            text,
    status             text,
    type               text,
    scopes             text,
    properties         text,
    creation_date      timestamptz,
    concurrency_token  text
);
CREATE INDEX oauth_authorizations_subject_idx ON platform.oauth_authorizations (subject, application_id);
CREATE INDEX oauth_authorizations_application_idx ON platform.oauth_authorizations (application_id);

-- Codes, access tokens and refresh tokens. What an app holds is a random reference; here lies its SHA-256.
CREATE TABLE platform.oauth_tokens (
    id                 uuid PRIMARY KEY,
    application_id     uuid REFERENCES platform.oauth_clients ON DELETE CASCADE,
    authorization_id   uuid REFERENCES platform.oauth_authorizations ON DELETE CASCADE,
    tenant_id          uuid REFERENCES platform.tenants ON DELETE CASCADE,
    environment        text,
    user_id            uuid REFERENCES platform.users ON DELETE CASCADE,
    session_id         uuid REFERENCES platform.user_sessions ON DELETE CASCADE,
    scopes             text[] NOT NULL DEFAULT '{}',
    subject            text,
    type               text,
    status             text,
    reference_id       text,
    payload            text,
    properties         text,
    creation_date      timestamptz,
    expiration_date    timestamptz,
    redemption_date    timestamptz,
    concurrency_token  text
);
CREATE UNIQUE INDEX oauth_tokens_reference_key ON platform.oauth_tokens (reference_id);
CREATE INDEX oauth_tokens_authorization_idx ON platform.oauth_tokens (authorization_id);
CREATE INDEX oauth_tokens_application_idx ON platform.oauth_tokens (application_id);
CREATE INDEX oauth_tokens_user_idx ON platform.oauth_tokens (user_id, session_id);
CREATE INDEX oauth_tokens_expiration_idx ON platform.oauth_tokens (expiration_date);

-- Keys that sign identity tokens, and keys that encrypt what only we read. Sealed by data protection.
CREATE TABLE platform.oauth_keys (
    id             uuid PRIMARY KEY,
    purpose        text NOT NULL CHECK (purpose IN ('signing', 'encryption')),
    sealed         text NOT NULL,
    created_at     timestamptz NOT NULL,
    activates_at   timestamptz NOT NULL,
    retires_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL
);

CREATE TABLE platform.data_protection_keys (
    name        text PRIMARY KEY,
    xml         text NOT NULL,
    created_at  timestamptz NOT NULL
);
