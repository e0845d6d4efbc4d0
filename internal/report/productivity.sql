-- Sales productivity (metrics.md §4.1).
--
-- section: facts
-- What was sold, by credit share on the effective date. A win counts on its main row.
select w.w, 'sale' as kind, c.deal_id as id, c.won_on as happened, c.kind as detail,
       case when c.kind = 'won' and c.main then 1 else 0 end as n,
       coalesce(m.pct, d.pct) as num, -- the gross margin of its family
       cast(c.amount as double precision) as value, c.currency,
       case when not c.dated then 'no_date' when c.amount is null then 'no_value' end as excluded,
       dims(c), 0 as outcome
from credit_fact c
join win w on falls(c, won_on)
left join margin_dim m on m.family = c.family
cross join (select max(pct) as pct from margin_dim where coalesce(family, '') = '') d
union all
-- What was lost, for the hit rate and the turnover time.
select w.w, 'lost', c.deal_id, c.closed_on, case when c.auto then 'auto' end, 1, null, null, c.currency,
       case when not c.dated then 'no_date' end,
       dims(c), 0
from close_fact c
join win w on falls(c, closed_on)
where c.outcome = 'lost'
union all
-- What is open at the end of the window, in whose hands it then is; and how many days
-- deals were open inside the window.
-- kinds: open work
select w.w, k.kind, s.deal_id, case when k.kind = 'open' then w.last_day when s.from_on > w.since then s.from_on else w.since end, null,
       case when k.kind = 'open' then 1 else 0 end,
       case when k.kind = 'work' then
           (cast(extract(epoch from least(coalesce(s.to_at, w.end_at), w.end_at)) as double precision)
            - cast(extract(epoch from greatest(s.from_at, w.from_at)) as double precision)) / 86400 end,
       case when k.kind = 'open' then cast(s.value as double precision) end, s.currency,
       case when k.kind = 'work' then case when not s.dated then 'no_date' end when s.value is null then 'no_value' end,
       dims(s), 0
from deal_span s
join win w on s.from_at < w.end_at and (s.to_at is null or s.to_at > w.from_at or s.to_at >= w.end_at)
join (values ('open'), ('work')) k(kind)
    on case k.kind when 'open' then s.to_at is null or s.to_at >= w.end_at
                   else (s.to_at is null or s.to_at > w.from_at) and w.from_at < w.end_at end
where s.from_at < {last_end} and (s.to_at is null or s.to_at > {first_from} or s.to_at >= {first_end})
union all
-- Full-time days of those who sell, and the business days they are counted in.
select w.w, 'fte', f.user_id, f.day, null, 1, f.fte, null, null, null, dims(-, f.user_id), 0
from fte_day f
join win w on f.day >= w.since and f.day < w.until
union all
select w.w, 'day', null, c.day, null, 1, null, null, null, null, dims(-), 0
from calendar_day c
join win w on c.day >= w.since and c.day < w.until
where c.business
union all
select w.w, 'cost', c.cost_id, c.day, c.kind, 1, null, c.amount, c.currency, null, dims(-, c.user_id, c.team_id), 0
from cost_day c
join win w on c.day >= w.since and c.day < w.until
union all
-- What a reader should know of.
select w.w, 'mark', f.user_id, f.day, 'assumed_fte', 0, null, null, null, null, dims(-, f.user_id), 0
from fte_day f
join win w on f.day >= w.since and f.day < w.until
where f.assumed
union all
select w.w, 'mark', c.deal_id, c.closed_on, 'backdated', 0, null, null, c.currency, null, dims(c), 0
from close_fact c
join win w on c.closed_on >= w.since and c.closed_on < w.until
where c.backdated and c.dated
union all
select w.w, 'mark', d.deal_id, d.created_on, 'deleted', 0, null, null, d.currency, null, dims(d), 0
from deal_fact d
join win w on d.created_on >= w.since and d.created_on < w.until
where d.status = 'deleted' and d.human_activities >= 1

-- section: sums
select w, slice,
       cast(sum(amount) filter (where kind = 'sale') as double precision) as rev,
       cast(sum(amount) filter (where kind = 'sale' and class = 'new') as double precision) as rev_new,
       cast(sum(amount) filter (where kind = 'sale' and class <> 'new') as double precision) as rev_existing,
       cast(sum(amount * num) filter (where kind = 'sale') as double precision) as gross,
       cast(count(*) filter (where kind = 'sale' and num is null and amount <> 0) as double precision) as unmargined,
       cast(sum(n) filter (where kind = 'sale') as double precision) as won,
       cast(sum(n) filter (where kind = 'sale' and amount is not null) as double precision) as priced,
       cast(sum(n) filter (where kind = 'lost') as double precision) as lost,
       cast(sum(n) filter (where kind = 'open') as double precision) as open_n,
       cast(sum(amount) filter (where kind = 'open') as double precision) as open_value,
       cast(count(amount) filter (where kind = 'open') as double precision) as open_priced,
       cast(sum(amount * amount) filter (where kind = 'open') as double precision) as open_squares,
       cast(sum(num) filter (where kind = 'fte') as double precision) as fte_days,
       cast(sum(n) filter (where kind = 'day') as double precision) as business_days,
       cast(sum(amount) filter (where kind = 'cost') as double precision) as cost,
       cast(count(amount) filter (where kind = 'cost') as double precision) as costs
from sliced group by w, slice

-- section: by_deal
-- What each deal brought and how long it was in work, in one window and slice.
select w, slice,
       cast(count(won) as double precision) as sale_n,
       cast(sum(won) as double precision) as sale_sum,
       cast(sum(sold * sold) as double precision) as sale_squares,
       cast(max(won) as double precision) as sale_max,
       cast(min(won) as double precision) as sale_min,
       percentile_cont(0.5) within group (order by won) as sale_median,
       cast(sum(sold * sold) filter (where class = 'new') as double precision) as new_squares,
       cast(sum(sold * sold) filter (where class <> 'new') as double precision) as old_squares,
       cast(sum(days) as double precision) as work_days,
       cast(sum(days * days) as double precision) as work_squares,
       cast(sum(days) filter (where closed > 0) as double precision) as closed_days
from (
    select w, slice, id, class, sum(amount) as sold, sum(amount) filter (where detail = 'won') as won,
           sum(num) filter (where kind = 'work') as days,
           count(*) filter (where kind = 'lost' or kind = 'sale' and n = 1) as closed
    from sliced where kind in ('sale', 'lost', 'work') group by w, slice, id, class
) per_deal group by w, slice

-- section: sizes
-- The sizes of sales where they are few enough to be drawn from.
select w, slice, 'sizes' as what, size, cast(count(*) as double precision) as n
from (
    select w, slice, size, count(*) over (partition by w, slice) as all_n
    from (
        select w, slice, id, cast(sum(amount) as double precision) as size
        from sliced where kind = 'sale' and detail = 'won' and amount is not null group by w, slice, id
    ) per_deal
) counted
where all_n <= 2000
group by w, slice, size order by w, slice, size

-- section: work
-- How long the deals of the whole were in work and whether they were closed, where
-- they are few enough to be drawn from.
select w, slice, 'work' as what, days, closed, cast(count(*) as double precision) as n
from (
    select w, slice, days, closed, count(*) over (partition by w) as all_n
    from (
        select w, slice, id, floor(coalesce(sum(num) filter (where kind = 'work'), 0) * 24 + 0.5) / 24 as days,
               cast(count(*) filter (where kind <> 'work') as double precision) as closed
        from sliced where slice = {whole} and (kind in ('work', 'lost') or kind = 'sale' and n = 1) group by w, slice, id
    ) per_deal
) counted
where all_n <= 2000
group by w, slice, days, closed order by w, slice, days, closed
