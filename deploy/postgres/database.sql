-- The database of an installation, made once by the server's administrator after roles.sql: psql -f database.sql
-- Collation C sorts as SQLite does, by code point; characters are classed as Unicode does.
CREATE DATABASE ikrar OWNER ikrar_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE ikrar FROM PUBLIC;
GRANT CONNECT ON DATABASE ikrar TO ikrar;
