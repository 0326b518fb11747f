-- The two roles of an installation, made once by the server's administrator: psql -f roles.sql
-- The owner brings the tables up to date and is used for nothing else. The application neither owns a table nor passes
-- by a row policy; what it may do with each table is granted by `ikrar database prepare`.
CREATE ROLE ikrar_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE ikrar LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Functions of the owner look rows up as "the system"; PostgreSQL 15 asks for this right before it lets them say so.
GRANT SET ON PARAMETER ikrar.kind TO ikrar_owner;
