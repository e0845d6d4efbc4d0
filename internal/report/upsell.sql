-- Upsell and cross-sell (metrics.md §4.4).
--
-- section: facts
-- What was sold, by what it was to the customer when the deal was created: more of
-- a family they owned, a family they did not, their first. outcome marks what came
-- after the first sale.
select w.w, 'sale' as kind, c.deal_id as id, c.won_on as happened,
       case when c.class = 'renewal' then 'renewal' when c.class is distinct from 'existing' then 'new' when coalesce(c.family, '') = '' then 'unspecified'
            when o.account_id is not null and (o.owned_from is null or o.owned_from < c.created_on) then 'upsell' else 'cross' end as detail,
       case when c.kind = 'won' and c.main then 1 else 0 end as n,
       cast(null as double precision) as num, cast(c.amount as double precision) as value, c.currency,
       case when not c.dated then 'no_date' when c.amount is null then 'no_value' end as excluded,
       dims(c), case when c.after_first then 1 else 0 end as outcome,
       case when c.class = 'renewal' then 'renewal' when c.class is distinct from 'existing' then 'new' when coalesce(c.family, '') = '' then 'unspecified'
            when o.account_id is not null and (o.owned_from is null or o.owned_from < c.created_on) then 'upsell' else 'cross' end as sale_type,
       cast(null as text) as segment
from credit_fact c
join win w on falls(c, won_on)
left join owned_family o on o.account_id = c.account_id and o.family = c.family
where c.won_at <= :as_of
union all
-- What was decided, and what was begun, with what became of it. Renewals are no
-- selling: they stand apart.
select w.w, 'closed', c.deal_id, c.closed_on, c.outcome, 1, null, null, c.currency, case when not c.dated then 'no_date' end, dims(c), 0, null, null
from close_fact c
join win w on falls(c, closed_on)
where c.outcome in ('won', 'lost') and c.closed_at <= :as_of
union all
select w.w, 'opened', d.deal_id, d.created_on, d.status, 1,
       (cast(extract(epoch from case when d.closed_at <= :as_of then d.closed_at else :as_of end) as double precision) - cast(extract(epoch from d.created_at) as double precision)) / 86400,
       null, d.currency, case when not d.dated then 'no_date' end, dims(d),
       case when d.closed_at is null or d.closed_at > :as_of or d.status = 'open' then 0 when d.status = 'won' then 1 else 2 end, null, null
from deal_fact d
join win w on falls(d, created_on)
where d.status <> 'deleted' and d.created_at <= :as_of
union all
-- The customers, and for how many days of the window: from the day after they
-- became one.
select w.w, 'customer', c.account_id, c.customer_from, case when c.opening then 'opening' else 'won' end, 1,
       cast(greatest(0, w.until - greatest(w.since, coalesce(c.customer_from + 1, w.since))) as double precision), null, null, null,
       dims(-, c.account_id), 0, null, a.segment
from customer_span c
join win w on c.customer_from is null or c.customer_from < w.until
left join account_dim a on a.account_id = c.account_id
union all
-- Those who bought for the first time in the window: days to their second purchase.
select w.w, 'first', c.account_id, c.first_win_on, null, 1,
       cast(case when c.second_win_on <= :today then c.second_win_on else :today end - c.first_win_on as double precision), null, null, null,
       dims(-, c.account_id), case when c.second_win_on <= :today then 1 else 0 end, null, null
from customer_span c
join win w on c.first_win_on >= w.since and c.first_win_on < w.until
where not c.opening
union all
-- What customers own now, what each family was sold for, ever, and when somebody
-- last talked to them.
select w.w, 'owns', o.account_id, coalesce(o.owned_from, cast('1900-01-01' as date)), o.family, 1, null, null, null, null,
       dims(-, o.account_id, o.family), 0, null, a.segment
from owned_family o
join customer_span c on c.account_id = o.account_id
join win w on w.w = 0
left join account_dim a on a.account_id = o.account_id
where o.owned_from is null or o.owned_from <= :today
union all
select w.w, 'price', c.deal_id, c.won_on, c.family, 1, null, cast(c.amount as double precision), c.currency,
       case when c.amount is null then 'no_value' end, dims(-, c.account_id, c.family), 0, null, a.segment
from credit_fact c
join win w on w.w = 0
left join account_dim a on a.account_id = c.account_id
where c.kind = 'won' and c.dated and c.won_at <= :as_of
union all
select w.w, 'talk', t.account_id, t.met_on, null, 1, null, null, null, null, dims(-, t.account_id), 0, null, null
from (
    select account_id, max(met_on) as met_on
    from (
        select account_id, done_on as met_on from activity_fact where contact and dated and done_at <= :as_of
        union all
        select account_id, cast(replied_at as date) from message_fact where replied_at <= :as_of
    ) x
    where account_id is not null group by account_id
) t
join win w on w.w = 0

-- section: sums
select x.w, x.slice, x.rev, x.priced, x.rev_existing, x.after_first, x.upsell, x.cross_sell, x.renewal, x.unspecified, x.won_new, x.closed_new, x.won_existing, x.closed_existing,
       x.opened, x.opened_existing, x.customers, x.customer_days, y.upsell_squares, y.cross_squares, y.rev_squares, y.sales
from (
    select w, slice,
           cast(sum(amount) filter (where kind = 'sale') as double precision) as rev,
           cast(count(amount) filter (where kind = 'sale') as double precision) as priced,
           cast(sum(amount) filter (where kind = 'sale' and detail <> 'new') as double precision) as rev_existing,
           cast(sum(amount) filter (where kind = 'sale' and outcome = 1) as double precision) as after_first,
           cast(sum(amount) filter (where kind = 'sale' and detail = 'upsell') as double precision) as upsell,
           cast(sum(amount) filter (where kind = 'sale' and detail = 'cross') as double precision) as cross_sell,
           cast(sum(amount) filter (where kind = 'sale' and detail = 'renewal') as double precision) as renewal,
           cast(sum(amount) filter (where kind = 'sale' and detail = 'unspecified') as double precision) as unspecified,
           cast(count(*) filter (where kind = 'closed' and class = 'new' and detail = 'won') as double precision) as won_new,
           cast(count(*) filter (where kind = 'closed' and class = 'new') as double precision) as closed_new,
           cast(count(*) filter (where kind = 'closed' and class = 'existing' and detail = 'won') as double precision) as won_existing,
           cast(count(*) filter (where kind = 'closed' and class = 'existing') as double precision) as closed_existing,
           cast(count(*) filter (where kind = 'opened') as double precision) as opened,
           cast(count(*) filter (where kind = 'opened' and class = 'existing') as double precision) as opened_existing,
           cast(count(*) filter (where kind = 'customer') as double precision) as customers,
           cast(sum(num) filter (where kind = 'customer') as double precision) as customer_days
    from sliced group by w, slice
) x
left join (
    select w, slice, cast(count(sold) as double precision) as sales, cast(sum(sold * sold) as double precision) as rev_squares,
           cast(sum(upsold * upsold) as double precision) as upsell_squares, cast(sum(crossed * crossed) as double precision) as cross_squares
    from (
        select w, slice, id, sum(amount) as sold, sum(amount) filter (where detail = 'upsell') as upsold, sum(amount) filter (where detail = 'cross') as crossed
        from sliced where kind = 'sale' group by w, slice, id
    ) per_deal group by w, slice
) y on y.w = x.w and y.slice is not distinct from x.slice

-- section: cells
select w, slice, what, days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from (
    select w, slice, outcome, case when kind = 'first' then 'second' else class end as what,
           case when num > 0 then floor(num * 24 + 0.00001) / 24 else 0 end as days
    from sliced where kind = 'first' or kind = 'opened' and class in ('new', 'existing')
) c
group by w, slice, what, days, outcome order by w, slice, what, days, outcome

-- section: mix
select w, slice, sale_type as key, cast(sum(amount) as double precision) as rev, cast(count(distinct id) as double precision) as deals
from sliced where kind = 'sale' group by w, slice, sale_type order by sale_type

-- section: sets
-- Customers by what they own and their segment.
select w, slice, families as key, segment as key2, cast(count(*) as double precision) as n
from (
    select c.w, c.slice, c.id, c.segment, string_agg(o.detail, chr(31) order by o.detail) as families
    from sliced c
    left join sliced o on o.kind = 'owns' and o.id = c.id
    where c.kind = 'customer'
    group by c.w, c.slice, c.id, c.segment
) x
group by w, slice, families, segment order by families nulls first, segment nulls first

-- section: pairs
-- Who has A and B, and who of them bought B after A.
select a.w, a.slice, a.detail as key, b.detail as key2, cast(count(*) as double precision) as both_n, cast(count(*) filter (where b.happened > a.happened) as double precision) as later
from sliced a
join sliced b on b.kind = 'owns' and b.id = a.id and b.detail <> a.detail
where a.kind = 'owns'
group by a.w, a.slice, a.detail, b.detail order by a.detail, b.detail

-- section: prices
-- The median of what a family is sold for in a deal, in all and by segment.
select w, slice, family as key, segment as key2, percentile_cont(0.5) within group (order by sold) as median, cast(count(*) as double precision) as n
from (
    select p.w, p.slice, p.id, p.detail as family, g.segment, sum(p.amount) as sold
    from sliced p
    cross join lateral (select cast('*' as text) as segment union select p.segment where p.segment is not null) g
    where p.kind = 'price' and p.amount is not null and p.detail is not null
    group by p.w, p.slice, p.id, p.detail, g.segment
) x
group by w, slice, family, segment order by family, segment

-- section: accounts
select c.w, c.slice, cast(c.id as text) as key, string_agg(o.detail, chr(31) order by o.detail) as key2, c.segment as key3, cast(1 as double precision) as n
from sliced c
left join sliced o on o.kind = 'owns' and o.id = c.id
where c.kind = 'customer'
group by c.w, c.slice, c.id, c.segment order by cast(c.id as text)

-- section: silent
-- Customers who have bought much and whom nobody has talked to for half a year.
select w, slice, cast(id as text) as key, bought, days
from (
    select c.w, c.slice, c.id, b.bought, percent_rank() over (order by b.bought) as rank, cast(:today - t.happened as double precision) as days
    from sliced c
    join (
        select account_id, cast(sum(amount) as double precision) as bought from sliced where kind = 'price' group by account_id
    ) b on b.account_id = c.id
    left join sliced t on t.kind = 'talk' and t.id = c.id
    where c.kind = 'customer' and b.bought > 0
) x
where rank >= 2.0 / 3 and (days is null or days >= 180)
order by bought desc, cast(id as text) limit 50
