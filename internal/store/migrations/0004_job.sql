-- What is done by the clock: a row for each time it is due, so that it is done once,
-- by whichever process comes first.
create table job (
    workspace_id {id} not null,
    name text not null,
    due_at bigint not null,
    state text not null,      -- running, done, failed
    owner bigint not null,    -- the process that does it
    tries bigint not null,
    started_at bigint not null,
    ended_at bigint not null,
    error text not null,
    primary key (workspace_id, name, due_at)
){rowless};
