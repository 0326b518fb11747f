-- An empty database for `ikrar restore --rehearse`, made once by the server's administrator: psql -f rehearsal.sql
-- It belongs to the application, which restores into it and undoes that: nothing is ever kept there.
CREATE DATABASE ikrar_rehearsal OWNER ikrar TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE ikrar_rehearsal FROM PUBLIC;
-- As for the owner (roles.sql): the functions it makes in the rehearsal name the system.
GRANT SET ON PARAMETER ikrar.kind TO ikrar;
