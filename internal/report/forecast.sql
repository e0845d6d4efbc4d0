-- Sales forecast (metrics.md §4.6): value times confidence, what may come of it, and
-- whether it and the leads to come cover the budget.
--
-- section: facts
-- What is open at the end of the window, with the probability in force: the seller's
-- own until the next event of the stage, else the stage's for deals of its class and
-- age. p_in is the chance of being won in the period that is asked about.
select w.w, 'open' as kind, s.deal_id as id, w.last_day as happened, case when s.expected_on < w.last_day then 'overdue' end as detail, 1 as n,
       coalesce(s.confidence, case when :learned = 1 then m.learned end, d.default_p) as num, cast(s.value as double precision) as value, s.currency,
       case when s.value is null then 'no_value' end as excluded,
       dims(s), case when s.confidence is null then 0 else 1 end as outcome,
       coalesce(s.confidence, case when :learned = 1 then m.learned end, d.default_p)
           * least(1, coalesce(m.timing, :timing) * case when s.expected_on >= w.planned then :late when s.expected_on < w.planned then :due else 1 end) as p_in,
       m.learned as learned, d.default_p as default_p, stay.age as age, s.expected_on as expected_on
from deal_span s
join win w on s.from_at < w.end_at and (s.to_at is null or s.to_at >= w.end_at)
left join stage_dim d on d.stage_id = s.stage_id
left join (
    select x.w, v.deal_id, v.stage_id, min((cast(extract(epoch from x.end_at) as double precision)
               - cast(extract(epoch from v.enter_at) as double precision) - coalesce(v.paused_seconds, 0)) / 86400) as age
    from stage_visit v
    join win x on v.enter_at < x.end_at and (v.exit_at is null or v.exit_at >= x.end_at)
    where {taught} and v.dated and not coalesce(v.snapshot_only, false)
    group by x.w, v.deal_id, v.stage_id
) stay on stay.w = w.w and stay.deal_id = s.deal_id and stay.stage_id = s.stage_id
left join (select * from (values {model}) x(stage_id, class, age_from, age_to, learned, timing) where {taught}) m
    on m.stage_id = s.stage_id and m.class = case when s.class = 'new' then 'new' else 'existing' end
    and coalesce(stay.age, -1) >= m.age_from and coalesce(stay.age, -1) < m.age_to
where s.from_at < {last_end} and (s.to_at is null or s.to_at >= {first_end})
union all
-- What is sold in the window.
select w.w, 'sale', c.deal_id, c.won_on, c.kind, case when c.kind = 'won' and c.main then 1 else 0 end, null, cast(c.amount as double precision), c.currency,
       case when not c.dated then 'no_date' when c.amount is null then 'no_value' end, dims(c), 0, null, null, null, null, null
from credit_fact c
join win w on falls(c, won_on)
union all
-- The budget of the whole period, its part of every month, week or span it is set
-- for. A team's counts where nobody in it has one, the company's where no one has.
select o.w, 'quota', o.quota_id, o.last_day, o.per, 1, null,
       o.value * case o.per
           when 'month' then cast((extract(year from o.hi) * 12 + extract(month from o.hi) + (extract(day from o.hi) - 1) / extract(day from date_trunc('month', o.hi) + interval '1 month' - interval '1 day'))
                                  - (extract(year from o.lo) * 12 + extract(month from o.lo) + (extract(day from o.lo) - 1) / extract(day from date_trunc('month', o.lo) + interval '1 month' - interval '1 day')) as double precision)
           when 'week' then cast(o.hi - o.lo as double precision) / 7
           when 'period' then cast(o.hi - o.lo as double precision) / nullif(o.to_on - o.from_on, 0)
           else cast(o.hi - o.lo as double precision) end,
       o.currency, null, dims(-, o.user_id, o.team_id), 0, null, null, null, null, null
from (
    select w.w, w.last_day, q.*, greatest(q.from_on, w.since) as lo, least(coalesce(q.to_on, w.planned), w.planned) as hi
    from (
        -- A quota without an end holds until the next one.
        select f.quota_id, f.user_id, f.team_id, f.per, f.value, f.currency, f.from_on,
               coalesce(f.to_on, lead(f.from_on) over (partition by f.user_id, f.team_id order by f.from_on, f.quota_id)) as to_on
        from quota_fact f where f.kind = 'revenue'
    ) q
    join win w on q.from_on < w.planned and (q.to_on is null or q.to_on > w.since)
) o
left join (
    select distinct t.team_id from quota_fact x join user_team t on t.user_id = x.user_id where x.kind = 'revenue'
) own on own.team_id = o.team_id
cross join (
    select count(*) as n from quota_fact where kind = 'revenue' and (user_id is not null or team_id is not null)
) anyone
where o.user_id is not null or o.team_id is not null and own.team_id is null or o.team_id is null and anyone.n = 0
union all
-- The leads of the last 26 weeks, and deals that came without one: num is the week.
select w.w, 'lead', l.id, l.day, null, 1, cast(floor(cast(:as_of_day - l.day as double precision) / 7) as double precision), null, l.currency, null,
       dims(-, l.user_id, l.class, l.pipeline_id, l.source_id, l.campaign, l.channel, l.account_id), 0, null, null, null, null, null
from (
    select lead_id as id, received_on as day, user_id, class, pipeline_id, source_id, campaign, channel, account_id, currency
    from lead_fact where junk is null and dated and received_at <= :as_of
    union all
    select deal_id, created_on, user_id, class, pipeline_id, source_id, campaign, channel, account_id, currency
    from deal_fact where lead_id is null and status <> 'deleted' and dated and created_at <= :as_of
) l
join win w on w.w = 0
where l.day > :as_of_day - 182 and l.day <= :as_of_day
union all
-- The leads that are no deal yet, and the chance of each to be won in the period.
select w.w, 'hand', l.lead_id, l.received_on, null, 1, null, null, l.currency, null,
       dims(-, l.user_id, l.class, l.pipeline_id, l.source_id, l.campaign, l.channel, l.account_id), 0, h.p_in, null, null, null, null
from lead_fact l
join win w on w.w = 0
left join (select * from (values {hand}) x(age_from, age_to, p_in) where {taught}) h
    on (cast(extract(epoch from :as_of) as double precision) - cast(extract(epoch from l.received_at) as double precision)) / 86400 >= h.age_from
    and (cast(extract(epoch from :as_of) as double precision) - cast(extract(epoch from l.received_at) as double precision)) / 86400 < h.age_to
where l.junk is null and l.dated and l.deal_id is null and l.closed_at is null and l.received_at <= :as_of

-- section: sums
select w, slice,
       cast(count(*) filter (where kind = 'open') as double precision) as open_n,
       cast(sum(amount) filter (where kind = 'open') as double precision) as open_value,
       cast(count(amount) filter (where kind = 'open') as double precision) as open_priced,
       cast(sum(amount * amount) filter (where kind = 'open') as double precision) as open_squares,
       cast(sum(amount * num) filter (where kind = 'open') as double precision) as weighted,
       cast(sum(amount * p_in) filter (where kind = 'open') as double precision) as expected,
       cast(sum(amount * learned) filter (where kind = 'open') as double precision) as weighted_learned,
       cast(sum(n) filter (where kind = 'lead') as double precision) as leads,
       cast(sum(p_in) filter (where kind = 'hand') as double precision) as hand,
       cast(count(*) filter (where kind = 'hand') as double precision) as hand_n,
       cast(count(*) filter (where kind = 'open' and outcome = 1) as double precision) as overridden,
       cast(count(*) filter (where kind = 'open' and detail = 'overdue') as double precision) as overdue,
       cast(sum(amount) filter (where kind = 'sale') as double precision) as rev,
       cast(sum(amount * amount) filter (where kind = 'sale') as double precision) as rev_squares,
       cast(sum(n) filter (where kind = 'sale') as double precision) as won,
       cast(sum(amount) filter (where kind = 'quota') as double precision) as quota,
       cast(count(amount) filter (where kind = 'quota') as double precision) as quotas
from sliced group by w, slice

-- section: weeks
-- How many leads came in each of the last weeks.
select w, slice, 'weeks' as what, num as week, cast(count(*) as double precision) as n
from sliced where kind = 'lead' group by w, slice, num order by w, slice, num

-- section: deals
-- The open deals one by one, for what may come of them.
select slice, cast(id as text) as id, cast(stage_id as text) as stage_id, class, amount, num, p_in, learned, default_p, outcome, age, expected_on
from sliced where kind = 'open' and amount is not null order by slice nulls first, cast(id as text), amount
