-- State rows of groups that an open batch writes whole wait in their tables until
-- it is committed: batch_id is that batch, and null once anybody else writes the row.
alter table deal add column batch_id {id};
alter table lead add column batch_id {id};
alter table account add column batch_id {id};
alter table contact add column batch_id {id};
alter table app_user add column batch_id {id};
alter table activity add column batch_id {id};

-- Units whose every event a batch wrote whole, with their state, are done before
-- its commit; the others are looked at then.
alter table batch_unit add column whole bigint not null default 0;
create index batch_unit_late on batch_unit (workspace_id, batch_id, unit_id) where whole = 0;

-- Batches that ended without a commit, whose waiting state is still to be removed.
create table abandoned (
    workspace_id {id} not null,
    batch_id {id} not null,
    primary key (workspace_id, batch_id)
){rowless};

-- Origins of batches that do not count are passed over, not looked for.
drop index origin_batch;
alter table origin drop column seq;
