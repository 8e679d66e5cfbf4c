-- As before, but who names the id of another tenant's job leaves that job alone.
CREATE OR REPLACE FUNCTION hr.enqueue_job(job uuid, job_kind text, due timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = platform, pg_temp
    AS $$
DECLARE
    target platform.tenant_environments%ROWTYPE;
    waiting int;
BEGIN
    SELECT * INTO target FROM platform.tenant_environments WHERE role_name = current_setting('role');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no tenant is entered on this connection';
    END IF;
    SELECT count(*) INTO waiting FROM (
        SELECT 1 FROM platform.work_items
        WHERE tenant_id = target.tenant_id AND environment = target.environment LIMIT 10000
    ) AS items;
    IF waiting >= 10000 THEN
        RAISE EXCEPTION 'the tenant''s queue is full' USING ERRCODE = 'HR001';
    END IF;
    INSERT INTO platform.work_items (job_id, tenant_id, environment, kind, run_at)
    VALUES (job, target.tenant_id, target.environment, job_kind, due)
    ON CONFLICT (job_id) DO UPDATE SET run_at = excluded.run_at, attempts = work_items.attempts + 1
        WHERE work_items.tenant_id = excluded.tenant_id AND work_items.environment = excluded.environment;
    PERFORM pg_notify('hr_work', job_kind);
END $$;
