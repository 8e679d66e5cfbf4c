-- A UUIDv7, for rows that set-based statements make: 48 bits of time, then the random bits of a UUIDv4.
CREATE FUNCTION hr.new_id() RETURNS uuid
    LANGUAGE sql VOLATILE PARALLEL SAFE
    AS $$
        SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
            || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
    $$;

-- A tenant's role owns no table, so it may not run ANALYZE; this does it for the tenant that is entered.
CREATE FUNCTION hr.analyze(VARIADIC names text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = platform, pg_temp
    AS $$
DECLARE
    target text;
    name text;
BEGIN
    SELECT schema_name INTO target FROM platform.tenant_environments WHERE role_name = current_setting('role');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no tenant is entered on this connection';
    END IF;
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('ANALYZE %I.%I', target, name);
    END LOOP;
END $$;
