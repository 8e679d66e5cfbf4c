-- Other issuers whose tokens a tenant accepts, and which user of ours each of their subjects is.
CREATE TABLE platform.identity_providers (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL REFERENCES platform.tenants ON DELETE CASCADE,
    environment    text NOT NULL CHECK (environment IN ('live', 'test')),
    name           text NOT NULL,
    issuer         text NOT NULL,
    audience       text NOT NULL,
    jwks_uri       text,
    role_claim     text,
    role_mapping   text[] NOT NULL,
    default_roles  text[] NOT NULL,
    creates_users  boolean NOT NULL,
    enabled        boolean NOT NULL,
    version        bigint NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);
-- A token names issuer and audience: that must lead to one tenant, whatever the request says.
CREATE UNIQUE INDEX identity_providers_issuer_key ON platform.identity_providers (issuer, audience);
CREATE INDEX identity_providers_tenant_idx ON platform.identity_providers (tenant_id, environment, id);

CREATE TABLE platform.external_subjects (
    provider_id  uuid NOT NULL REFERENCES platform.identity_providers ON DELETE CASCADE,
    subject      text NOT NULL,
    user_id      uuid NOT NULL REFERENCES platform.users ON DELETE CASCADE,
    PRIMARY KEY (provider_id, subject)
);
CREATE INDEX external_subjects_user_idx ON platform.external_subjects (user_id);
