-- Idempotency keys of requests whose work is in the control plane (tenants, API keys).
CREATE TABLE platform.idempotency_keys (
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
CREATE INDEX idempotency_keys_created_idx ON platform.idempotency_keys (created_at);
