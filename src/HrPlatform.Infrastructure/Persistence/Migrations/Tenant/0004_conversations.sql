CREATE TABLE conversations (
    id             uuid PRIMARY KEY,
    agent          text NOT NULL,
    title          text NOT NULL,
    owner_id       uuid NOT NULL,
    message_count  int NOT NULL,
    version        bigint NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);
CREATE INDEX conversations_owner_idx ON conversations (owner_id, id);

CREATE TABLE conversation_messages (
    id               uuid PRIMARY KEY,
    conversation_id  uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    ordinal          int NOT NULL,
    role             text NOT NULL CHECK (role IN ('user', 'agent')),
    text             text NOT NULL,
    details          jsonb,
    created_at       timestamptz NOT NULL
);
CREATE UNIQUE INDEX conversation_messages_order_key ON conversation_messages (conversation_id, ordinal);
