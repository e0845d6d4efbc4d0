-- A checksum of the whole event, so that a bit that turned over on the disk is
-- never taken for what was stored; 0 for events from before there was one.
alter table event add column sum bigint not null default 0;
