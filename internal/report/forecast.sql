-- Sales forecast (metrics.md §4.6): value times confidence, and coverage.
--
-- section: facts
-- What is open at the end of the window, with the probability that was in force:
-- the seller's own until the next event of the stage, else the stage's.
select w.w, 'open' as kind, s.deal_id as id, w.last_day as happened, case when s.expected_on < w.last_day then 'overdue' end as detail, 1 as n,
       coalesce(s.confidence, d.default_p) as num, cast(s.value as double precision) as value, s.currency,
       case when s.value is null then 'no_value' end as excluded,
       dims(s), case when s.confidence is null then 0 else 1 end as outcome
from deal_span s
join win w on s.from_at < w.end_at and (s.to_at is null or s.to_at >= w.end_at)
left join stage_dim d on d.stage_id = s.stage_id
union all
-- What is sold in the window.
select w.w, 'sale', c.deal_id, c.won_on, c.kind, case when c.kind = 'won' and c.main then 1 else 0 end, null, cast(c.amount as double precision), c.currency,
       case when not c.dated then 'no_date' when c.amount is null then 'no_value' end, dims(c), 0
from credit_fact c
join win w on case when c.dated then c.won_on else :first_day end >= w.since and case when c.dated then c.won_on else :first_day end < w.until
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
       o.currency, null, dims(-, o.user_id, o.team_id), 0
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

-- section: sums
select w, slice,
       cast(count(*) filter (where kind = 'open') as double precision) as open_n,
       cast(sum(amount) filter (where kind = 'open') as double precision) as open_value,
       cast(count(amount) filter (where kind = 'open') as double precision) as open_priced,
       cast(sum(amount * amount) filter (where kind = 'open') as double precision) as open_squares,
       cast(sum(amount * num) filter (where kind = 'open') as double precision) as weighted,
       cast(count(*) filter (where kind = 'open' and outcome = 1) as double precision) as overridden,
       cast(count(*) filter (where kind = 'open' and detail = 'overdue') as double precision) as overdue,
       cast(sum(amount) filter (where kind = 'sale') as double precision) as rev,
       cast(sum(amount * amount) filter (where kind = 'sale') as double precision) as rev_squares,
       cast(sum(n) filter (where kind = 'sale') as double precision) as won,
       cast(sum(amount) filter (where kind = 'quota') as double precision) as quota,
       cast(count(amount) filter (where kind = 'quota') as double precision) as quotas
from sliced group by w, slice
