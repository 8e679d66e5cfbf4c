-- Inside one statement, set_config is the only way to take another role: with it, an expression that slipped into a
-- statement could read as another tenant. Only a superuser may take it from everybody. On a server where the login is
-- none, this changes nothing but for two warnings; its administrator runs these statements once, and the start says so.
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO SESSION_USER;
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
