-- Dashboards are how people want to see the sale, not what happened to it: rows
-- that are changed in place, and no events. owner_id is null where nobody had said
-- who they are. stamp tells whose change came through when two meet.

create table dashboard (
    workspace_id {id} not null,
    dashboard_id {id} not null,
    owner_id {id},
    shared bigint not null,
    name text not null,
    version bigint not null,
    stamp {id} not null,
    body text not null,       -- JSON: preset, view, cards
    created_at bigint not null,
    changed_at bigint not null,
    primary key (workspace_id, dashboard_id)
){rowless};

-- The order in which a person wants the dashboards they see; person_id is zero
-- for those who have not said who they are.
create table dashboard_order (
    workspace_id {id} not null,
    person_id {id} not null,
    dashboard_id {id} not null,
    place bigint not null,
    primary key (workspace_id, person_id, dashboard_id)
){rowless};
