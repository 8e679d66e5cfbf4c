-- The sha256 of the latest version finds a document that is uploaded twice.
CREATE TABLE documents (
    id                  uuid PRIMARY KEY,
    title               text NOT NULL,
    tags                text[] NOT NULL DEFAULT '{}',
    sha256              bytea NOT NULL,
    latest_version      int NOT NULL,
    searchable_version  int,
    version             bigint NOT NULL DEFAULT 1,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL
);
CREATE UNIQUE INDEX documents_content_key ON documents (sha256);
CREATE INDEX documents_tags_idx ON documents USING gin (tags);

CREATE TABLE document_versions (
    document_id    uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    number         int NOT NULL,
    file_name      text NOT NULL,
    format         text NOT NULL CHECK (format IN ('markdown', 'text', 'html', 'pdf', 'docx')),
    size_bytes     bigint NOT NULL,
    sha256         bytea NOT NULL,
    file_id        uuid NOT NULL,
    status         text NOT NULL CHECK (status IN ('processing', 'ready', 'failed')),
    error_code     text,
    error_message  text,
    language       text,
    chunk_count    int,
    created_at     timestamptz NOT NULL,
    processed_at   timestamptz,
    PRIMARY KEY (document_id, number)
);

-- Only the searchable version of a document has chunks: the next version's replace them in one transaction.
CREATE TABLE chunks (
    id               uuid PRIMARY KEY,
    document_id      uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal          int NOT NULL,
    heading_path     text[] NOT NULL,
    page             int,
    start_offset     int NOT NULL,
    end_offset       int NOT NULL,
    token_count      int NOT NULL,
    text             text NOT NULL,
    language         regconfig NOT NULL,
    tsv              tsvector NOT NULL,
    embedding        public.vector(512) NOT NULL,
    embedding_model  text NOT NULL
);
CREATE UNIQUE INDEX chunks_order_key ON chunks (document_id, ordinal);
CREATE INDEX chunks_tsv_idx ON chunks USING gin (tsv);
CREATE INDEX chunks_embedding_idx ON chunks USING hnsw (embedding public.vector_cosine_ops) WITH (m = 16, ef_construction = 64);

-- What the search knows of an employee: position, department, skills and bio, as of employee_version.
CREATE TABLE employee_profiles (
    employee_id       uuid PRIMARY KEY REFERENCES employees ON DELETE CASCADE,
    employee_version  bigint NOT NULL,
    text              text NOT NULL,
    tsv               tsvector NOT NULL,
    embedding         public.vector(512) NOT NULL,
    embedding_model   text NOT NULL
);
CREATE INDEX employee_profiles_tsv_idx ON employee_profiles USING gin (tsv);
CREATE INDEX employee_profiles_embedding_idx ON employee_profiles
    USING hnsw (embedding public.vector_cosine_ops) WITH (m = 16, ef_construction = 64);
