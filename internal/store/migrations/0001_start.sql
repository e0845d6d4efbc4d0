-- The truth of Peil. {id}, {bytes} and {rowless} are filled in by the engine:
-- blob, blob and "without rowid" in SQLite; uuid, bytea and nothing in PostgreSQL.
-- Every table is keyed by workspace_id first, and could be distributed by it.
-- Instants are milliseconds since 1970, UTC.

create table workspace (
    workspace_id {id} not null primary key,
    name text not null unique,
    created_at bigint not null
);

-- The last number given and the last recording time. Whoever writes takes this
-- row first, so that numbers are gapless and in commit order.
create table counter (
    workspace_id {id} not null primary key,
    seq bigint not null,
    recorded_at bigint not null
);

create table event (
    workspace_id {id} not null,
    seq bigint not null,
    id {id} not null,
    type text not null,
    v bigint not null,
    occurred_at bigint not null,
    at_precision text not null,
    recorded_at bigint not null,
    actor_kind text not null,
    actor_id {id},
    batch_id {id},
    texts text not null,      -- {"field": version}, or empty
    payload text not null,    -- JSON
    primary key (workspace_id, seq),
    unique (workspace_id, id)
);

-- Which units an event changes. The unit of all zeros is the set-up.
create table event_unit (
    workspace_id {id} not null,
    unit_id {id} not null,
    seq bigint not null,
    primary key (workspace_id, unit_id, seq)
){rowless};

-- Units that are folded together; the root is the smallest id of its group. A
-- unit without a row stands alone. Units once linked stay so: a fold can be asked
-- for the time before the link, so it knows how to fold a group of strangers.
create table unit_link (
    workspace_id {id} not null,
    unit_id {id} not null,
    root_id {id} not null,
    primary key (workspace_id, unit_id)
){rowless};
create index unit_link_root on unit_link (workspace_id, root_id);

-- Personal values and free text: appended, emptied only by erasure.
create table text (
    workspace_id {id} not null,
    subject_id {id} not null,
    field text not null,
    version bigint not null,
    kind text not null,       -- of the subject: deal, contact, stage, …
    value text not null,
    batch_id {id},
    primary key (workspace_id, subject_id, field, version)
){rowless};
create index text_name on text (workspace_id, kind) where field = 'name';

-- Where a record came from. A later batch that changes the record adds a row;
-- the newest one of a committed batch holds, and undoing a batch removes its own.
create table origin (
    workspace_id {id} not null,
    system text not null,
    external_id text not null,    -- hashed where it looks like an e-mail address
    batch_id {id} not null,
    kind text not null,
    record_id {id} not null,
    hash {bytes} not null,
    seq bigint not null,
    primary key (workspace_id, system, external_id, batch_id)
){rowless};
create index origin_batch on origin (workspace_id, batch_id);

create table batch (
    workspace_id {id} not null,
    batch_id {id} not null,
    state text not null,      -- open, committed, undone
    info text not null,       -- JSON
    actor_kind text not null,
    actor_id {id},
    owner bigint not null,    -- the process that writes it
    started_at bigint not null,
    ended_at bigint not null,
    events bigint not null,
    first_seq bigint not null,
    last_seq bigint not null,
    primary key (workspace_id, batch_id)
);

-- The units that a batch's events change.
create table batch_unit (
    workspace_id {id} not null,
    batch_id {id} not null,
    unit_id {id} not null,
    primary key (workspace_id, batch_id, unit_id)
){rowless};

-- A set-up change under which the state of all units is computed again, in the
-- order of their ids; after_id is the last one done.
create table restate (
    workspace_id {id} not null primary key,
    after_id {id} not null
);

-- State: the last snapshot of the fold. unit_id is the root of the group that
-- the row was folded from; snapshot is the whole state as JSON, the columns beside
-- it are for lists.
create table deal (
    workspace_id {id} not null,
    deal_id {id} not null,
    unit_id {id} not null,
    status text not null,
    pipeline_id {id},
    stage_id {id},
    owner_id {id},
    account_id {id},
    snapshot text not null,
    primary key (workspace_id, deal_id)
){rowless};
create index deal_unit on deal (workspace_id, unit_id);

create table lead (
    workspace_id {id} not null,
    lead_id {id} not null,
    unit_id {id} not null,
    status text not null,
    owner_id {id},
    received_at bigint not null,
    snapshot text not null,
    primary key (workspace_id, lead_id)
){rowless};
create index lead_unit on lead (workspace_id, unit_id);

create table account (
    workspace_id {id} not null,
    account_id {id} not null,
    unit_id {id} not null,
    owner_id {id},
    snapshot text not null,
    primary key (workspace_id, account_id)
){rowless};
create index account_unit on account (workspace_id, unit_id);

create table contact (
    workspace_id {id} not null,
    contact_id {id} not null,
    unit_id {id} not null,
    account_id {id},
    snapshot text not null,
    primary key (workspace_id, contact_id)
){rowless};
create index contact_unit on contact (workspace_id, unit_id);

create table app_user (
    workspace_id {id} not null,
    user_id {id} not null,
    unit_id {id} not null,
    team_id {id},
    snapshot text not null,
    primary key (workspace_id, user_id)
){rowless};
create index app_user_unit on app_user (workspace_id, unit_id);

create table activity (
    workspace_id {id} not null,
    activity_id {id} not null,
    unit_id {id} not null,
    user_id {id},
    due_at bigint not null,
    snapshot text not null,
    primary key (workspace_id, activity_id)
){rowless};
create index activity_unit on activity (workspace_id, unit_id);
