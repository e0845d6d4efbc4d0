-- Loss reasons (metrics.md §4.10).
--
-- section: facts
-- What was lost, with its value at the close, and what was cancelled; all that was
-- closed, which a reason's or a competitor's losses are a share of; and the competitor
-- that it was closed with.
-- kinds: lost cancelled closed met
select w.w, k.kind, c.deal_id as id, c.closed_on as happened,
       case when k.kind in ('closed', 'met') then c.outcome when c.auto then 'auto' else 'people' end as detail,
       1 as n, cast(null as double precision) as num, case when k.kind = 'lost' then cast(c.value as double precision) end as value, c.currency,
       case when not c.dated then 'no_date' when k.kind = 'lost' and c.value is null then 'no_value' end as excluded,
       dims(c, reason_id, competitor_id), 0 as outcome
from close_fact c
join win w on falls(c, closed_on)
join (values ('lost', 'lost'), ('cancelled', 'cancelled'), ('won', 'closed'), ('lost', 'closed'), ('won', 'met'), ('lost', 'met')) k(outcome, kind)
    on k.outcome = c.outcome and (k.kind <> 'met' or c.competitor_id is not null)
union all
-- Each other competitor met on a deal, on wins too.
select w.w, 'met', c.deal_id, c.closed_on, c.outcome, 1, null, null, c.currency,
       case when not c.dated then 'no_date' end, dims(c, m.competitor_id), 0
from close_fact c
join (select distinct deal_id, competitor_id from competitor_seen where seen_at <= :as_of) m
    on m.deal_id = c.deal_id and m.competitor_id is distinct from c.competitor_id
join win w on falls(c, closed_on)
where c.outcome in ('won', 'lost')
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
       cast(count(*) filter (where kind = 'lost') as double precision) as losses,
       cast(count(*) filter (where kind = 'lost' and detail = 'auto') as double precision) as auto,
       cast(count(*) filter (where kind = 'lost' and detail = 'people' and reason_id is null) as double precision) as unknown,
       cast(sum(amount) filter (where kind = 'lost') as double precision) as loss_value,
       cast(sum(amount * amount) filter (where kind = 'lost') as double precision) as loss_squares,
       cast(count(*) filter (where kind = 'cancelled') as double precision) as cancelled,
       cast(count(*) filter (where kind = 'closed') as double precision) as closed,
       cast(count(*) filter (where kind = 'closed' and detail = 'won') as double precision) as won,
       cast(count(distinct id) filter (where kind = 'met') as double precision) as met,
       cast(count(distinct id) filter (where kind = 'met' and detail = 'won') as double precision) as met_won
from sliced group by w, slice
