-- The facts of one workspace: what the events come to, folded (metrics.md §2).
-- Ids and numbers only; labels are joined when a result is rendered. No keys, no
-- indexes: DuckDB scans. The same text, with uuid and timestamptz, is also valid
-- PostgreSQL. Money is in minor units of the row's currency. *_on is a local day
-- of the workspace, *_at an instant. unit_id is the case (a deal with its lead,
-- or a lead alone) that the row was folded from: the rows of a unit are replaced
-- together.

-- One row per deal that still stands (merged ones are in their survivor).
create table deal_fact (
    unit_id uuid, deal_id uuid, lead_id uuid,
    status text,                  -- open, won, lost, cancelled, deleted
    deleted_reason text, human_activities bigint,
    user_id uuid,                 -- owner now, or at the close when closed
    stage_id uuid,                -- stage now, or at the close
    created_at timestamptz, created_on date,
    dated boolean,                -- false: nobody knows when it was created
    inquiry_at timestamptz, inquiry_on date,   -- first inquiry or lead received, if any
    closed_at timestamptz, closed_on date,     -- closed_on is the effective date
    backdated boolean,            -- effective date over 5 business days before it was recorded (G4)
    reopened bigint,              -- how many times
    value bigint, currency text, expected_on date,
    after_first boolean,          -- won after the account's first win (4.4)
    snapshot_only boolean,        -- no stage history in its source
    class text,                   -- new, existing, renewal: frozen at creation
    pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text   -- of the largest line
);

-- A deal's open time, cut wherever owner, stage, value, expected close or override changed: what was open
-- at an instant, in whose hands and where, is the rows with from_at <= t < to_at.
create table deal_span (
    unit_id uuid, deal_id uuid, part bigint,
    from_at timestamptz, to_at timestamptz,    -- to_at null: open still
    from_on date, to_on date,
    dated boolean,
    user_id uuid, stage_id uuid, value bigint, currency text, expected_on date,
    confidence double precision,  -- a seller's own probability while it is in force; else the stage's holds
    snapshot_only boolean, class text,
    pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text
);

-- One row per stay in a stage (4.5).
create table stage_visit (
    unit_id uuid, deal_id uuid, visit bigint,
    stage_id uuid, stage_order bigint,
    enter_at timestamptz, exit_at timestamptz, enter_on date, exit_on date,
    exit_kind text,               -- forward, won, back, lost, cancelled, pipeline_moved, open
    skipped boolean,              -- the exit went forward over at least one stage
    open_seconds bigint,          -- time in the stage with the deal open; to exit_at only; null while open
    paused_seconds bigint,        -- closed time inside the stay, cut out
    dated boolean, snapshot_only boolean,
    user_id uuid,                 -- owner at the exit, or now
    class text, pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text, currency text
);

-- One row per deal and stage it reached: the cohort of 4.5. Skipped stages are reached too.
create table stage_entry (
    unit_id uuid, deal_id uuid,
    stage_id uuid, stage_order bigint,
    how text,                     -- entered, skipped, before (created in a later stage)
    entered_at timestamptz, entered_on date,   -- first time there, or passed
    cause text,                   -- advance, lost, cancelled, moved, open
    cause_at timestamptz, cause_on date,
    outcome text, closed_at timestamptz, -- the deal's now: open, won, lost, cancelled
    open_seconds bigint,          -- time in the stage in all stays that are over; null while none is
    dated boolean, snapshot_only boolean,
    user_id uuid, value bigint, currency text,
    class text, pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text
);

-- Credit for revenue: a won deal's value by user and line; adjustments are rows of their own.
create table credit_fact (
    unit_id uuid, deal_id uuid, part bigint,
    kind text,                    -- won, adjust
    main boolean,                 -- true on exactly one row per win: the one that counts the deal
    user_id uuid, share double precision,
    amount bigint, currency text, -- this row's part; the parts of a win sum to its value exactly
    won_at timestamptz, won_on date, dated boolean,
    created_at timestamptz, created_on date, inquiry_at timestamptz,
    after_first boolean, class text,
    pipeline_id uuid, stage_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text
);

-- The close that stands of every closed deal, whatever the outcome.
create table close_fact (
    unit_id uuid, deal_id uuid,
    outcome text,                 -- won, lost, cancelled
    auto boolean,
    reason_id uuid, competitor_id uuid,
    closed_at timestamptz, closed_on date, recorded_at timestamptz, backdated boolean, dated boolean,
    created_at timestamptz, created_on date, inquiry_at timestamptz,
    user_id uuid, stage_id uuid, -- owner and stage at the close
    value bigint, currency text, snapshot_only boolean,
    human_activities bigint, class text,
    pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text
);
create view loss_fact as select * from close_fact where outcome = 'lost';

-- Competitors seen on a deal, on wins too.
create table competitor_seen (unit_id uuid, deal_id uuid, competitor_id uuid, seen_at timestamptz);

-- Response clocks (4.2).
create table response_clock (
    unit_id uuid, deal_id uuid, lead_id uuid,
    kind text,                    -- new, reply, stage, handover
    stage_id uuid,                -- the deal's stage at the start
    start_at timestamptz, start_on date,
    stop_at timestamptz,          -- first human outbound attempt; null while none
    ended text,                   -- answered, waiting, left_stage, closed, deleted
    ended_at timestamptz,         -- when a clock that was not answered stopped running
    wall_min double precision, business_min double precision, -- to stop_at or ended_at; null while waiting
    contact_at timestamptz,       -- first two-way contact since the start
    assigned_at timestamptz,      -- first owner set after the start: system delay ends here
    assigned_min double precision, -- business minutes from the start until somebody had it; 0 if it was somebody's already
    answered_live boolean, customer_again boolean, late_logged boolean,
    precise boolean,              -- false: start or stop known to the day only
    start_hour bigint, start_weekday bigint,  -- local, 0–23 and 1 (Monday)–7
    in_hours boolean,             -- it started while the responsible's team was at work
    calendar text,                -- whose hours business minutes run by; null is the workspace's
    responsible_id uuid,          -- owner at the start
    responder_id uuid,
    stop_event_id uuid,
    class text, pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text, currency text
);

-- One row per lead that still stands (4.3); repeat inquiries are in their lead.
create table lead_fact (
    unit_id uuid, lead_id uuid, deal_id uuid,
    received_at timestamptz, received_on date, dated boolean,
    status text,                  -- open, converted, deleted
    junk text,                    -- test, spam, duplicate, erasure; null for a real lead
    inquiries bigint,
    first_attempt_at timestamptz, first_channel text, attempts bigint,
    first_contact_at timestamptz, reached_by text,
    converted_at timestamptz, outcome text, closed_at timestamptz, closed_on date,
    value bigint, currency text,
    user_id uuid, contact_id uuid, account_id uuid,
    source_id uuid, campaign text, channel text, class text, pipeline_id uuid
);

-- Touches of a lead beside its first source, for other attribution views.
create table touch_fact (unit_id uuid, lead_id uuid, source_id uuid, touched_at timestamptz, position bigint);

-- Activities done, and those planned and not done (4.7).
create table activity_fact (
    unit_id uuid, activity_id uuid,
    state text,                   -- done, planned
    planned_on date,              -- when it was put on the list; null where it never was
    kind text, direction text, outcome text, automated boolean,
    done_at timestamptz, done_on date, due_at timestamptz, due_on date, dated boolean,
    counted boolean,              -- outbound, human, done, and not within 120 s of the same one
    attempt boolean,              -- a human outbound attempt (stops clocks)
    contact boolean,              -- a two-way contact
    cold boolean, late_logged boolean, duration_s bigint,
    user_id uuid, deal_id uuid, lead_id uuid, contact_id uuid, account_id uuid, stage_id uuid,
    class text, pipeline_id uuid, source_id uuid, campaign text
);

-- Messages with their signals classified (4.9).
create table message_fact (
    unit_id uuid, message_id uuid, rule_version bigint,
    sent_at timestamptz, sent_on date, dated boolean,
    delivered boolean, bounced boolean, complained boolean, unsubscribed boolean,
    tracked boolean, automated boolean, cold boolean, sequence_step bigint,
    opens_human bigint, opens_machine bigint, opens_suspect bigint,
    clicks_human bigint, clicks_machine bigint, clicks_suspect bigint,
    opened_at timestamptz, clicked_at timestamptz, replied_at timestamptz, -- first human ones
    last_open_at timestamptz, prior_open_at timestamptz, last_click_at timestamptz, -- last human ones, and the open before it
    auto_replied boolean,
    apple_at timestamptz,         -- last open through Apple's relay: the recipient is not measurable for 180 days
    template text, subject_variant text, content text,
    user_id uuid, deal_id uuid, lead_id uuid, contact_id uuid, account_id uuid, class text, pipeline_id uuid, source_id uuid,
    campaign text
);

-- One row per case (a deal with its lead, or either alone) that somebody tried to
-- reach or that an experiment drew (4.7, 4.8).
create table outreach_fact (
    unit_id uuid, deal_id uuid, lead_id uuid,
    began_at timestamptz, began_on date,       -- first inquiry or lead, else the creation
    dated boolean,                -- of the first attempt; false: nobody knows when
    tried_at timestamptz, tried_on date,       -- first human outbound attempt; null while none
    first_channel text,           -- its kind
    attempts bigint, seconds bigint,           -- all attempts, and the time they took
    bounced boolean,              -- the first attempt came back
    cold boolean,                 -- the first attempt was a cold one
    contact_at timestamptz,       -- first two-way contact
    contact_attempt bigint,       -- how many attempts it took; null while none
    reached_by text,              -- the kind of that contact
    experiment text, arm text,    -- what was drawn for it
    outcome text, closed_at timestamptz, closed_on date,
    value bigint, currency text,
    user_id uuid,                 -- who tried first, else whose it is
    class text, pipeline_id uuid, source_id uuid, campaign text, channel text,
    account_id uuid, product_id uuid, family text
);

-- What each channel was tried for a case (4.8).
create table outreach_channel (
    unit_id uuid, deal_id uuid, lead_id uuid, channel text,
    first_at timestamptz, attempts bigint,
    connects bigint,              -- attempts that met somebody, or were answered
    seconds bigint                -- as logged, else the standard time of the kind
);

-- Contacts that were merged into others.
create table contact_merge (unit_id uuid, contact_id uuid, into_id uuid);

-- Full-time days: a row per selling user and business day they are employed (G9).
create table fte_day (user_id uuid, day date, fte double precision, ramp boolean, assumed boolean);

-- Costs of sales and spend on sources, spread over their days.
create table cost_day (cost_id uuid, user_id uuid, team_id uuid, kind text, day date, amount double precision, currency text);
create table spend_day (spend_id uuid, source_id uuid, campaign text, day date, amount double precision, currency text);

-- Issued forecasts, never computed again: of what is sold from from_on to before horizon, as of as_of.
-- Amounts are in minor units of the base currency; quota and p_quota are null where there was no budget.
create table forecast_fact (
    forecast_id uuid, issued_at timestamptz, as_of timestamptz, from_on date, horizon date, model text, replayed boolean,
    booked bigint, new_business bigint, p10 bigint, p50 bigint, p90 bigint, mean bigint, quota bigint, p_quota double precision
);
-- What other ways to forecast said at the same moment.
create table forecast_rival (forecast_id uuid, name text, p10 bigint, p50 bigint, p90 bigint);
-- The open deals of a forecast: p is the probability in force, learned what the stage's history said where p is the seller's own.
create table forecast_line (
    forecast_id uuid, deal_id uuid, issued_at timestamptz, as_of timestamptz, horizon date, model text, replayed boolean,
    value bigint, p double precision, p_in_period double precision,
    stage_id uuid, own boolean, learned double precision, default_p double precision
);

-- Advice as it was shown, and what people did with it. evidence and words are JSON of numbers and ids.
create table advice_fact (
    advice_id uuid, rule text, version bigint, report text, scope text, shown_at timestamptz,
    state text,                   -- shown, dismissed, acted
    changed_at timestamptz, stake bigint, evidence text, words text
);

-- Accounts that are customers, and since when.
create table customer_span (account_id uuid, customer_from date, first_win_on date, second_win_on date, opening boolean, wins bigint);

-- Product families that an account owns, and since when; null is since before
-- anything was recorded.
create table owned_family (account_id uuid, family text, owned_from date);

-- What is joined at question time: small tables, replaced whole.
create table calendar_day (day date, business boolean, open_minutes bigint);
-- Working hours by calendar (null is the workspace's), every day; before_min is
-- the open minutes of all days before, so that the business minutes up to an
-- instant t are before_min + the open part of its day up to t.
create table open_hours (calendar text, day date, opens_at timestamptz, closes_at timestamptz, before_min double precision);
create table fx_day (currency text, day date, rate double precision, age_days bigint); -- base minor units per minor unit
create table user_team (user_id uuid, team_id uuid, from_on date, to_on date);         -- to_on null: still
create table stage_dim (stage_id uuid, pipeline_id uuid, stage_order bigint, kind text, default_p double precision, sla_min bigint);
create table reason_dim (reason_id uuid, into_id uuid, kind text, topic text);
create table source_dim (source_id uuid, into_id uuid);
create table account_dim (account_id uuid, segment text, industry text, size text, region text);
create table quota_fact (quota_id uuid, user_id uuid, team_id uuid, kind text, per text, from_on date, to_on date, value double precision, currency text);
create table margin_dim (family text, pct double precision);
create table hurdle_dim (from_on date, rate double precision);  -- the return that is required from a day on
create table period_lock (from_on date, to_on date, locked_at timestamptz);
