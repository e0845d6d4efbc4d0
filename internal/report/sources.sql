-- Leads by source (metrics.md §4.3).
--
-- section: facts
-- The cohort: leads received in the window, and how long until they became
-- customers or were lost; what has not become a deal is still open. Apart from it
-- what is no real lead. And what the cohort has bought so far, at the rate of the day
-- it was won.
-- kinds: lead junk win
select w.w, k.kind, l.lead_id as id, case when k.kind = 'win' then l.closed_on else l.received_on end as happened,
       case when k.kind = 'junk' then l.junk
            when k.kind = 'lead' then case when l.deal_id is not null and (l.converted_at is null or l.converted_at <= :as_of) then 'converted' else 'lead' end
       end as detail,
       1 as n,
       case when k.kind = 'lead' then
           (cast(extract(epoch from case when l.closed_at <= :as_of then l.closed_at else :as_of end) as double precision)
            - cast(extract(epoch from l.received_at) as double precision)) / 86400 end as num,
       case when k.kind = 'win' then cast(l.value as double precision) end as value, l.currency,
       case when not l.dated then 'no_date' when k.kind = 'win' and l.value is null then 'no_value' end as excluded,
       dims(-, l.user_id, l.class, l.pipeline_id, l.source_id, l.campaign, l.channel, l.account_id),
       case when k.kind <> 'lead' or l.closed_at is null or l.closed_at > :as_of then 0
            when l.outcome = 'won' then 1 when l.outcome in ('lost', 'cancelled') then 2 else 0 end as outcome
from lead_fact l
join win w on falls(l, received_on)
join (values ('lead'), ('junk'), ('win')) k(kind)
    on case k.kind when 'lead' then l.junk is null when 'junk' then l.junk is not null
                   else l.junk is null and l.outcome = 'won' and l.closed_at <= :as_of end
union all
-- What the same window cost.
select w.w, 'spend', s.spend_id, s.day, null, 1, null, s.amount, s.currency, null, dims(-, s.source_id, s.campaign), 0
from spend_day s
join win w on s.day >= w.since and s.day < w.until
union all
-- What is open at the end of the window.
select w.w, 'open', s.deal_id, w.last_day, null, 1, null, cast(s.value as double precision), s.currency,
       case when s.value is null then 'no_value' end, dims(s), 0
from deal_span s
join win w on s.from_at < w.end_at and (s.to_at is null or s.to_at >= w.end_at)
where s.from_at < {last_end} and (s.to_at is null or s.to_at >= {first_end})

-- section: sums
select w, slice,
       cast(sum(weight * times) filter (where kind = 'lead') as double precision) as leads,
       cast(sum(weight * times) filter (where kind = 'lead' and detail = 'converted') as double precision) as converted,
       cast(sum(weight * times) filter (where kind = 'lead' and outcome = 1) as double precision) as won,
       cast(sum(times) filter (where kind = 'lead') as double precision) as touched,
       cast(sum(times) filter (where kind = 'lead' and outcome = 1) as double precision) as touched_won,
       cast(sum(weight * times) filter (where kind = 'junk') as double precision) as junk,
       cast(sum(amount * weight * times) filter (where kind = 'win') as double precision) as sold,
       cast(sum(amount * amount * weight * times) filter (where kind = 'win') as double precision) as sold_squares,
       cast(sum(amount * times) filter (where kind = 'spend') as double precision) as spend,
       cast(sum(times) filter (where kind = 'spend' and amount is not null) as double precision) as spends,
       cast(sum(times) filter (where kind = 'open') as double precision) as open_n,
       cast(sum(amount * times) filter (where kind = 'open') as double precision) as open_value,
       cast(sum(times) filter (where kind = 'open' and amount is not null) as double precision) as open_priced,
       cast(sum(amount * amount * times) filter (where kind = 'open') as double precision) as open_squares
from sliced group by w, slice

-- section: cells
-- Times to an outcome, cut to the hour.
select w, slice, kind as what, num as days, cast(outcome as double precision) as outcome, cast(sum(times) as double precision) as n
from sliced where kind = 'lead' group by w, slice, kind, num, outcome
