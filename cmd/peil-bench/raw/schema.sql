-- The sample company as a CRM keeps it: records as they stand, with the histories
-- that matter. Money is in minor units.
create table users (id uuid primary key, team_id uuid, fte double precision, sells boolean, hired_on date, left_on date);
create table stages (id uuid primary key, pipeline_id uuid, position int, probability double precision);
create table accounts (id uuid primary key, industry text, size text, region text, customer_since date);
create table leads (id uuid primary key, received_at timestamptz, owner_id uuid, source_id uuid, channel text, account_id uuid, junk text);
create table deals (
    id uuid primary key, lead_id uuid, pipeline_id uuid, stage_id uuid, owner_id uuid, account_id uuid, source_id uuid,
    created_at timestamptz, status text, closed_at timestamptz, auto boolean, reason_id uuid, competitor_id uuid,
    value bigint, currency text, expected_close date
);
create table stage_history (deal_id uuid, stage_id uuid, entered_at timestamptz);
create table owner_history (deal_id uuid, user_id uuid, from_at timestamptz);
create table deal_credits (deal_id uuid, user_id uuid, share double precision);
create table adjustments (deal_id uuid, amount bigint, currency text, adjusted_at timestamptz);
create table deal_competitors (deal_id uuid, competitor_id uuid, seen_at timestamptz);
create table activities (id uuid, deal_id uuid, lead_id uuid, account_id uuid, user_id uuid, kind text, direction text, outcome text, done_at timestamptz, seconds int);
create table costs (user_id uuid, kind text, amount bigint, currency text, from_on date, to_on date);
create table spend (source_id uuid, amount bigint, currency text, from_on date, to_on date);
create table quotas (user_id uuid, kind text, per text, value double precision, currency text, from_on date);
create table rates (currency text, day date, rate double precision, primary key (currency, day));
create table business_days (day date primary key);
