with fx as materialized (
    select d.day::date as day, c.currency, r.rate
    from generate_series((select min(since) from win) - 1, (select max(until) from win), interval '1 day') d(day)
    cross join (select distinct currency from rates) c
    cross join lateral (select rate from rates where currency = c.currency and rates.day <= d.day order by rates.day desc limit 1) r
),
closed as materialized (
    select w.w, d.id, d.owner_id as user_id, d.status, d.auto, d.reason_id, d.competitor_id, d.value * coalesce(fx.rate, 1) as amount
    from win w
    join deals d on d.closed_at >= w.from_at and d.closed_at < w.end_at
    left join fx on fx.currency = d.currency and fx.day = (d.closed_at at time zone 'Europe/Oslo')::date
),
counted as (
    select w, user_id, count(*) filter (where status = 'won') as won, count(*) filter (where status = 'lost') as losses,
           count(*) filter (where status = 'cancelled') as cancelled, count(*) filter (where status = 'lost' and auto) as loss_auto,
           count(*) filter (where status = 'lost' and not auto and reason_id is null) as unknown,
           sum(amount) filter (where status = 'lost') as loss_value
    from closed group by grouping sets ((w), (w, user_id))
),
met as (
    select w, user_id, count(*) as met, count(*) filter (where status = 'won') as met_won
    from closed c
    where status in ('won', 'lost') and (competitor_id is not null or exists (select 1 from deal_competitors s where s.deal_id = c.id))
    group by grouping sets ((w), (w, user_id))
)
select w, user_id::text as slice, losses, losses::double precision / nullif(won + losses, 0) as loss_rate, loss_value / 100 as loss_value,
       unknown::double precision / nullif(losses - loss_auto, 0) as loss_unknown, loss_auto, cancelled, met_won::double precision / nullif(met, 0) as comp_win, won,
       won::double precision / nullif(won + losses, 0) as win_rate_closed, won::double precision / nullif(won + losses + cancelled, 0) as win_rate_broad,
       won::double precision / nullif(won + losses - loss_auto, 0) as win_rate_people
from (select w, coalesce(user_id, :none) as user_id, won, losses, cancelled, loss_auto, unknown, loss_value from counted) c
full join (select w, coalesce(user_id, :none) as user_id, met, met_won from met) m using (w, user_id)
