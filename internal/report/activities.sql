-- Activities against target, and the right amount (metrics.md §4.7).
--
-- section: facts
with quota as (
    -- A quota without an end holds until the next one of its kind. A team's counts
    -- where nobody in it has one, the company's where no one has.
    select f.quota_id, f.user_id, f.team_id, f.kind, substr(f.kind, 10) as activity, f.per, f.value, f.from_on,
           coalesce(f.to_on, lead(f.from_on) over (partition by f.user_id, f.team_id, f.kind order by f.from_on, f.quota_id)) as until_on
    from quota_fact f
    left join (
        select distinct t.team_id, x.kind from quota_fact x join user_team t on t.user_id = x.user_id
    ) own on own.team_id = f.team_id and own.kind = f.kind
    left join (
        select distinct kind from quota_fact where user_id is not null or team_id is not null
    ) anyone on anyone.kind = f.kind
    where f.kind like 'activity:%'
      and (f.user_id is not null or f.team_id is not null and own.team_id is null or f.team_id is null and anyone.kind is null)
),
counted_month as (
    select date_trunc('month', day) as month, cast(count(*) as double precision) as days from calendar_day where business group by date_trunc('month', day)
),
-- The days that somebody has to reach a target in: their own full-time days, those
-- to come as the last one was; whoever has none, a team and the company work every
-- business day.
own_days as (
    select user_id, day, fte from fte_day where day <= :today
    union all
    select f.user_id, c.day, f.fte
    from calendar_day c
    join fte_day f on f.day = (select max(day) from fte_day where day <= :today)
    where c.business and c.day > :today
),
-- On which days who has a target for what: one of their own, or their team's; and
-- what everybody has one for.
aimed as (
    select distinct w.w, q.activity, coalesce(q.user_id, t.user_id) as user_id, c.day
    from quota q
    join win w on q.from_on < w.until and (q.until_on is null or q.until_on > w.since)
    left join user_team t on q.user_id is null and t.team_id = q.team_id
    join calendar_day c on c.day >= w.since and c.day < w.until and (q.user_id is not null or t.from_on <= c.day and (t.to_on is null or c.day < t.to_on))
    where q.user_id is not null or t.user_id is not null
),
aimed_all as (
    select w.w, q.activity
    from quota q
    join win w on q.from_on < w.until and (q.until_on is null or q.until_on > w.since)
    where q.user_id is null and q.team_id is null
)
-- What people did: outbound, by a human, once within two minutes; a meeting that
-- nobody came to is none. sofar marks what there is a target for.
-- kinds: done no_show
select w.w, case when a.outcome = 'no_show' then 'no_show' else 'done' end as kind, a.activity_id as id, a.done_on as happened,
       coalesce(a.outcome, 'done') as detail, 1 as n, cast(null as double precision) as num, cast(null as double precision) as value, cast(null as text) as currency,
       case when not a.dated then 'no_date' end as excluded,
       dims(-, a.user_id, a.stage_id, a.class, a.pipeline_id, a.source_id, a.campaign, a.account_id),
       case when a.contact then 1 else 0 end as outcome,
       a.kind as activity, case when (a.kind, a.user_id, a.done_on, w.w) in (select activity, user_id, day, w from aimed) or (a.kind, w.w) in (select activity, w from aimed_all)
       then cast(1 as double precision) end as sofar, cast(null as bigint) as attempts, cast(null as bigint) as contact_attempt,
       cast(null as double precision) as seconds, cast(null as double precision) as margin
from activity_fact a
join win w on falls(a, done_on)
where a.state = 'done' and a.counted
union all
-- A message to a lead or on a deal is an e-mail like any other.
select w.w, 'done', m.message_id, m.sent_on, 'sent', 1, null, null, null, case when not m.dated then 'no_date' end,
       dims(-, m.user_id, m.class, m.pipeline_id, m.source_id, m.campaign, m.account_id),
       case when m.replied_at <= :as_of then 1 else 0 end, 'email',
       case when ('email', m.user_id, m.sent_on, w.w) in (select activity, user_id, day, w from aimed) or ('email', w.w) in (select activity, w from aimed_all) then 1 end,
       null, null, null, null
from message_fact m
join win w on falls(m, sent_on)
where not m.automated and (m.deal_id is not null or m.lead_id is not null)
union all
-- What is planned for the period and not done, also for the days to come.
select w.w, 'planned', a.activity_id, a.due_on, case when a.due_on < :today then 'overdue' else 'planned' end, 1, null, null, null, null,
       dims(-, a.user_id, a.stage_id, a.class, a.pipeline_id, a.source_id, a.campaign, a.account_id), 0, a.kind, null, null, null, null, null
from activity_fact a
join win w on a.due_on >= w.since and a.due_on < w.planned
where a.state = 'planned'
union all
-- Meetings that were booked in the window, whenever they are to be held.
select w.w, 'booked', a.activity_id, a.planned_on, coalesce(a.outcome, a.state), 1, null, null, null, null,
       dims(-, a.user_id, a.stage_id, a.class, a.pipeline_id, a.source_id, a.campaign, a.account_id), 0, a.kind, null, null, null, null, null
from activity_fact a
join win w on a.planned_on >= w.since and a.planned_on < w.until
where a.kind in ('meeting', 'visit', 'video', 'demo')
union all
-- What is to be done in the whole period, and by the end of the days that are over.
select o.w, 'target', o.quota_id, o.last_day, o.per, 1, o.whole, null, null, null, dims(-, o.user_id, o.team_id), 0, o.activity, o.sofar, null, null, null, null
from (
    select w.w, w.last_day, q.quota_id, q.user_id, q.team_id, q.activity, q.per,
           sum(q.value * d.fte / case q.per when 'day' then 1 when 'week' then 5 when 'month' then m.days else nullif(p.days, 0) end) as whole,
           sum(case when d.day < :elapsed then q.value * d.fte / case q.per when 'day' then 1 when 'week' then 5 when 'month' then m.days else nullif(p.days, 0) end else 0 end) as sofar
    from quota q
    join win w on q.from_on < w.planned and (q.until_on is null or q.until_on > w.since)
    join (
        select user_id, day, fte from own_days
        union all
        select q.user_id, c.day, 1
        from calendar_day c
        cross join (select distinct user_id from quota) q
        where c.business and (q.user_id is null or q.user_id not in (select user_id from fte_day))
    ) d on d.user_id is not distinct from q.user_id and d.day >= q.from_on and d.day >= w.since and d.day < w.planned and (q.until_on is null or d.day < q.until_on)
    left join counted_month m on m.month = date_trunc('month', d.day)
    left join lateral (
        select cast(count(*) as double precision) as days from calendar_day c where q.per = 'period' and c.business and c.day >= q.from_on and c.day < q.until_on
    ) p on true
    group by w.w, w.last_day, q.quota_id, q.user_id, q.team_id, q.activity, q.per
) o
union all
-- The business days, and the full-time days of those who sell with their hours.
select w.w, 'day', null, c.day, null, 1, null, null, null, null, dims(-), 0, null, null, null, null, null, null
from calendar_day c
join win w on c.day >= w.since and c.day < w.until
where c.business
union all
select w.w, 'fte', f.user_id, f.day, null, 1, f.fte * coalesce(c.open_minutes, 0) / 60, null, null, null, dims(-, f.user_id), 0, null, f.fte, null, null, null, null
from fte_day f
join win w on f.day >= w.since and f.day < w.until
left join calendar_day c on c.day = f.day
union all
select w.w, 'cost', c.cost_id, c.day, c.kind, 1, null, c.amount, c.currency, null, dims(-, c.user_id, c.team_id), 0, null, null, null, null, null, null
from cost_day c
join win w on c.day >= w.since and c.day < w.until
union all
-- Deals that moved forward within seven days of something that was done on them:
-- the last thing done has it, and a deal counts once.
select y.w, 'moved', y.deal_id, y.exit_on, y.exit_kind, 1, null, cast(d.value as double precision), d.currency, case when d.value is null then 'no_value' end,
       dims(d, y.user_id, y.stage_id), 0, y.kind, null, null, null, null, null
from (
    select x.*, row_number() over (partition by x.w, x.deal_id order by x.exit_at) as nth
    from (
        select w.w, v.deal_id, v.exit_on, v.exit_at, v.exit_kind, v.stage_id, a.user_id, a.kind,
               row_number() over (partition by w.w, v.deal_id, v.visit order by a.done_at desc, a.activity_id) as latest
        from stage_visit v
        join win w on v.exit_on >= w.since and v.exit_on < w.until
        join (
            -- Those that are too early for every window are not even looked at: seven
            -- days are eight dates where the clock is changed.
            select w.w, a.activity_id, a.deal_id, a.user_id, a.kind, a.done_at
            from activity_fact a
            join win w on a.done_on >= w.since - 8 and a.done_on < w.until and during(a.done_on, 8)
            where a.state = 'done' and a.counted and a.dated and coalesce(a.outcome, '') <> 'no_show'
            union all
            select w.w, m.message_id, m.deal_id, m.user_id, 'email', m.sent_at
            from message_fact m
            join win w on m.sent_on >= w.since - 8 and m.sent_on < w.until and during(m.sent_on, 8)
            where not m.automated and m.dated
        ) a on a.w = w.w and a.deal_id = v.deal_id and a.done_at <= v.exit_at and v.exit_at <= a.done_at + interval '7 days'
        where v.exit_kind in ('forward', 'won') and v.exit_at <= :as_of and v.dated and not coalesce(v.snapshot_only, false)
    ) x
    where x.latest = 1
) y
join deal_fact d on d.deal_id = y.deal_id
where y.nth = 1
union all
-- The cohort of those tried: how many attempts, and at which there was contact.
-- num is the days from contact to what became of it.
select w.w, 'lead', coalesce(o.lead_id, o.deal_id), o.began_on, case when o.contact_at <= :as_of then 'contacted' else 'not_reached' end, 1,
       greatest(0, cast(extract(epoch from case when o.closed_at <= :as_of then o.closed_at else :as_of end) as double precision)
                   - cast(extract(epoch from o.contact_at) as double precision)) / 86400,
       null, o.currency, case when not o.dated then 'no_date' end,
       dims(-, o.user_id, o.class, o.pipeline_id, o.source_id, o.campaign, o.channel, o.account_id, o.product_id, o.family),
       case when o.closed_at is null or o.closed_at > :as_of then 0 when o.outcome = 'won' then 1 when o.outcome in ('lost', 'cancelled') then 2 else 0 end,
       null, cast(extract(epoch from :as_of) as double precision) / 86400 - cast(extract(epoch from o.began_at) as double precision) / 86400,
       o.attempts, case when o.contact_at <= :as_of then o.contact_attempt end, o.seconds, null
from outreach_fact o
join win w on falls(o, began_on)
where o.attempts > 0
union all
-- What those of them that bought have paid, and what is left of it.
select w.w, 'sale', coalesce(o.lead_id, o.deal_id), o.closed_on, null, 1, null, cast(o.value as double precision), o.currency, case when o.value is null then 'no_value' end,
       dims(-, o.user_id, o.class, o.pipeline_id, o.source_id, o.campaign, o.channel, o.account_id, o.product_id, o.family), 0, null, null, null, null, null, coalesce(m.pct, d.pct, 1)
from outreach_fact o
join win w on o.began_on >= w.since and o.began_on < w.until
left join margin_dim m on m.family = o.family
cross join (select max(pct) as pct from margin_dim where coalesce(family, '') = '') d
where o.dated and o.attempts > 0 and o.outcome = 'won' and o.closed_at <= :as_of
union all
-- A year of contacts, days and deals moved forward, for the volume that does best.
select w.w, 'past_contact', a.activity_id, a.done_on, a.kind, 1, null, null, null, null, dims(-, a.user_id), 1, a.kind, null, null, null, null, null
from activity_fact a
join win w on a.done_on >= w.until - 364 and a.done_on < w.until
where w.w = 0 and a.state = 'done' and a.contact and a.dated and a.user_id is not null
union all
select w.w, 'past_day', f.user_id, f.day, null, 1, f.fte, null, null, null, dims(-, f.user_id), 0, null, null, null, null, null, null
from fte_day f
join win w on f.day >= w.until - 364 and f.day < w.until
where w.w = 0
union all
select w.w, 'past_move', v.deal_id, v.exit_on, v.exit_kind, 1, null, cast(d.value as double precision), d.currency, case when d.value is null then 'no_value' end,
       dims(-, v.user_id), 0, null, null, null, null, null, null
from stage_visit v
join win w on v.exit_on >= w.until - 364
join deal_fact d on d.deal_id = v.deal_id
where w.w = 0 and v.exit_kind in ('forward', 'won') and v.exit_at <= :as_of and v.dated and not coalesce(v.snapshot_only, false) and v.user_id is not null
union all
-- How many deals a seller had open on each of the year's Mondays: added up here, for
-- they are more than all that was done.
select s.w, 'past_open', null, s.monday + 7 * cast(g.n as integer), null, count(distinct s.deal_id), null, null, null, null, dims(-, s.user_id), 0, null, null, null, null, null, null
from (
    -- The first Monday of the year on which the deal stood open, and the last.
    select w.w, s.deal_id, s.user_id, w.until - 364 + (8 - cast(extract(isodow from w.until - 364) as integer)) % 7 as monday,
           greatest(s.from_on + 1, w.until - 364) as first_on, least(coalesce(s.to_on, w.until - 1), w.until - 1) as last_on
    from deal_span s
    join win w on s.from_on < w.until - 1 and (s.to_on is null or s.to_on >= w.until - 364)
    where w.w = 0 and s.user_id is not null
) s
cross join lateral generate_series(cast(floor(cast(s.first_on - s.monday + 6 as double precision) / 7) as bigint),
                                   cast(floor(cast(s.last_on - s.monday as double precision) / 7) as bigint)) as g(n)
group by s.w, s.user_id, s.monday + 7 * cast(g.n as integer)
union all
-- Contacts in a deal's first fourteen days, and what became of the deals that were
-- open then: hot and long deals gather contacts, so those that came later do not
-- count.
select w.w, 'landmark', d.deal_id, d.created_on, d.status, 1,
       (cast(extract(epoch from case when d.closed_at <= :as_of then d.closed_at else :as_of end) as double precision) - cast(extract(epoch from d.created_at) as double precision)) / 86400 - 14,
       null, d.currency, null, dims(d), case when d.closed_at is null or d.closed_at > :as_of or d.status = 'open' then 0 when d.status = 'won' then 1 else 2 end,
       null, null, coalesce(c.contacts, 0), null, null, null
from deal_fact d
join win w on d.created_on >= w.since and d.created_on < w.until
left join (
    select x.deal_id, count(*) as contacts
    from (
        select distinct x.deal_id, x.created_at from deal_fact x join win w on x.created_on >= w.since and x.created_on < w.until
    ) x
    join (
        select deal_id, done_at as met_at from activity_fact where contact and dated
        union all
        select deal_id, replied_at from message_fact where replied_at is not null
    ) a on a.deal_id = x.deal_id and a.met_at >= x.created_at and a.met_at < x.created_at + interval '14 days'
    group by x.deal_id
) c on c.deal_id = d.deal_id
where d.dated and d.status <> 'deleted' and d.created_at + interval '14 days' <= :as_of and coalesce(d.closed_at, :as_of) >= d.created_at + interval '14 days'

-- section: sums
select w, slice,
       cast(sum(n) filter (where kind = 'done') as double precision) as done,
       cast(sum(n) filter (where kind = 'done' and sofar = 1) as double precision) as targeted,
       cast(sum(n) filter (where kind = 'done' and sofar = 1 and happened < :elapsed) as double precision) as targeted_sofar,
       cast(sum(n) filter (where kind = 'done' and outcome = 1) as double precision) as contacts,
       cast(sum(n) filter (where kind = 'done' and detail = 'held' and activity in ('meeting', 'visit', 'video', 'demo')) as double precision) as held,
       cast(sum(n) filter (where kind = 'no_show') as double precision) as no_show,
       cast(sum(n) filter (where kind = 'planned') as double precision) as planned,
       cast(sum(n) filter (where kind = 'booked') as double precision) as booked,
       cast(sum(num) filter (where kind = 'target') as double precision) as target,
       cast(sum(sofar) filter (where kind = 'target') as double precision) as target_sofar,
       cast(count(*) filter (where kind = 'target') as double precision) as targets,
       cast(sum(n) filter (where kind = 'day') as double precision) as business_days,
       cast(sum(n) filter (where kind = 'fte') as double precision) as available_days,
       cast(sum(num) filter (where kind = 'fte') as double precision) as hours,
       cast(sum(amount) filter (where kind = 'cost') as double precision) as cost,
       cast(count(amount) filter (where kind = 'cost') as double precision) as costs,
       cast(sum(amount) filter (where kind = 'moved') as double precision) as moved,
       cast(sum(amount * amount) filter (where kind = 'moved') as double precision) as moved_squares,
       cast(count(amount) filter (where kind = 'moved') as double precision) as moves,
       cast(sum(attempts) filter (where kind = 'lead') as double precision) as attempts,
       cast(sum(seconds) filter (where kind = 'lead') as double precision) as seconds,
       cast(sum(n) filter (where kind = 'lead') as double precision) as leads,
       cast(sum(amount * margin) filter (where kind = 'sale') as double precision) as gross,
       cast(count(amount) filter (where kind = 'sale') as double precision) as sales
from sliced group by w, slice

-- section: tries
-- How many leads had so many attempts, and contact at which of them; those given up
-- are old enough and were never reached.
select w, slice, 'tries' as what, cast(attempts as double precision) as attempts, cast(coalesce(contact_attempt, 0) as double precision) as contact_attempt,
       cast(case when contact_attempt is null then 0 else 1 end as double precision) as reached, cast(given_up as double precision) as given_up, cast(count(*) as double precision) as n
from (
    select w, slice, least(attempts, 40) as attempts, least(contact_attempt, 40) as contact_attempt,
           case when contact_attempt is null and (sofar >= 30 or outcome > 0) then 1 else 0 end as given_up
    from sliced where kind = 'lead'
) x
group by w, slice, attempts, contact_attempt, given_up order by w, slice, attempts, contact_attempt nulls first, given_up

-- section: contacted
select w, slice, 'contacted' as what, days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from (
    select w, slice, outcome, floor(num * 24 + 0.00001) / 24 as days from sliced where kind = 'lead' and contact_attempt is not null
) x
group by w, slice, days, outcome order by w, slice, days, outcome

-- section: landmarks
select w, slice, case when attempts >= 5 then '5+' else cast(attempts as text) end as key, 'landmark' as what,
       floor(greatest(num, 0) * 24 + 0.00001) / 24 as days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from sliced where kind = 'landmark'
group by w, slice, case when attempts >= 5 then '5+' else cast(attempts as text) end, floor(greatest(num, 0) * 24 + 0.00001) / 24, outcome
order by key, days, outcome

-- section: weeks
-- A seller's weeks that are over with what came after them: contacts by available
-- day, the value of the deals that moved forward in the weeks after, by week, the
-- open deals on the Monday.
select d.w, d.slice, cast(d.user_id as text) as key, 'weeks' as what,
       coalesce(c.contacts, 0) / d.days as contacts, coalesce(m.moved, 0) / :lag as moved, coalesce(o.open_n, 0) as open_n,
       cast(extract(year from d.week) * 12 + extract(month from d.week) as double precision) as month, d.age
from (
    select w, slice, user_id, date_trunc('week', happened) as week, cast(sum(num) as double precision) as days,
           cast(:today - cast(date_trunc('week', min(happened)) as date) as double precision) as age
    from sliced where kind = 'past_day' group by w, slice, user_id, date_trunc('week', happened) having sum(num) > 0
) d
left join (
    select user_id, date_trunc('week', happened) as week, cast(count(*) as double precision) as contacts
    from sliced where kind = 'past_contact' group by user_id, date_trunc('week', happened)
) c on c.user_id = d.user_id and c.week = d.week
left join (
    select x.user_id, x.week, cast(sum(y.amount) as double precision) as moved
    from (select distinct user_id, date_trunc('week', happened) as week from sliced where kind = 'past_day') x
    join sliced y on y.kind = 'past_move' and y.user_id = x.user_id and y.happened >= cast(x.week as date) + 7 and y.happened < cast(x.week as date) + 7 + cast(:lag as integer) * 7
    group by x.user_id, x.week
) m on m.user_id = d.user_id and m.week = d.week
left join (
    select user_id, date_trunc('week', happened) as week, cast(sum(n) as double precision) as open_n
    from sliced where kind = 'past_open' group by user_id, date_trunc('week', happened)
) o on o.user_id = d.user_id and o.week = d.week
order by d.user_id, d.week
