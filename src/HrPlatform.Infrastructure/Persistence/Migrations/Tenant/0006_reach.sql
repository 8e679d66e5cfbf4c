-- Callers who don't reach everybody's records (a manager of a department, an employee) are entered as a second role of the
-- tenant: it reads, and of people only the rows within its reach, whatever a query asks for. Whose reach it is stand in two
-- settings that are set on entering: hr.self is the caller's own employee, hr.reach is 'self' or 'departments'.
DO $$
DECLARE
    everyone name := current_schema();
    limited name := current_schema() || '_limited';
    people text;
BEGIN
    EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', limited);
    EXECUTE format('GRANT %I TO SESSION_USER', limited);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), limited);
    EXECUTE format(
        'GRANT SELECT ON departments, positions, skills, custom_fields, employees, employee_skills, employment_events, '
        'compensations, employee_profiles, documents, document_versions, chunks, jobs TO %I', limited);
    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON conversations, conversation_messages, idempotency_keys TO %I', limited);

    -- The departments that the caller reaches: the own one and all below it. It reads as the owner, whom no policy holds.
    EXECUTE $f$
        CREATE FUNCTION reached_departments() RETURNS uuid[]
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
            AS $body$
                WITH RECURSIVE reached AS (
                    SELECT d.id FROM departments d JOIN employees e ON e.department_id = d.id
                    WHERE current_setting('hr.reach', true) = 'departments'
                        AND e.id = nullif(current_setting('hr.self', true), '')::uuid AND e.deleted_at IS NULL
                    UNION
                    SELECT d.id FROM departments d JOIN reached r ON d.parent_id = r.id
                )
                SELECT coalesce(array_agg(id), '{}') FROM reached
            $body$
    $f$;
    EXECUTE 'REVOKE ALL ON FUNCTION reached_departments() FROM PUBLIC';
    EXECUTE format('GRANT EXECUTE ON FUNCTION reached_departments() TO %I', limited);

    ALTER TABLE employees ENABLE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY everyone ON employees TO %I USING (true) WITH CHECK (true)', everyone);
    -- The subqueries are run once a statement, not once a row.
    EXECUTE format(
        'CREATE POLICY reach ON employees FOR SELECT TO %I USING ('
        'id = (SELECT nullif(current_setting(''hr.self'', true), '''')::uuid) '
        'OR department_id = ANY ((SELECT reached_departments())::uuid[]))', limited);
    FOREACH people IN ARRAY ARRAY['employee_skills', 'employment_events', 'compensations', 'employee_profiles'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', people);
        EXECUTE format('CREATE POLICY everyone ON %I TO %I USING (true) WITH CHECK (true)', people, everyone);
        EXECUTE format(
            'CREATE POLICY reach ON %I FOR SELECT TO %I USING (employee_id IN (SELECT id FROM employees))',
            people, limited);
    END LOOP;
END $$;
