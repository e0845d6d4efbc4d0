-- E-mail engagement (metrics.md §4.9).
--
-- section: facts
-- A recipient whose mail Apple's relay opens cannot be measured: what it opened is
-- missing, neither read nor unread. That is a property of the recipient, so it
-- holds for all messages to them. Merged contacts are one.
with recipient as (
    select coalesce(c.into_id, m.contact_id) as recipient_id
    from message_fact m
    left join contact_merge c on c.contact_id = m.contact_id
    where m.apple_at > :as_of - interval '180 days' and m.apple_at <= :as_of and m.contact_id is not null
    group by coalesce(c.into_id, m.contact_id)
),
message as not materialized (
    select m.*, coalesce(c.into_id, m.contact_id) as recipient_id,
           case when m.sequence_step > 0 then cast(m.sequence_step as text) end as step,
           case when m.sequence_step > 0 then 'sequence' when m.deal_id is not null or m.lead_id is not null then 'follow_up' else 'newsletter' end as mail_type,
           r.recipient_id is null and not coalesce(m.contact_id is null and m.apple_at > :as_of - interval '180 days', false) as seen,
           -- What people did within seven days; who clicks or answers has read.
           coalesce(m.clicked_at <= m.sent_at + interval '7 days' and m.clicked_at <= :as_of, false) as clicked,
           coalesce(m.replied_at <= m.sent_at + interval '7 days' and m.replied_at <= :as_of, false) as replied,
           coalesce(m.opened_at <= m.sent_at + interval '7 days' and m.opened_at <= :as_of, false) as looked
    from message_fact m
    left join contact_merge c on c.contact_id = m.contact_id
    left join recipient r on r.recipient_id = coalesce(c.into_id, m.contact_id)
)
select w.w, 'sent' as kind, m.message_id as id, m.sent_on as happened, case when m.bounced then 'bounced' else 'delivered' end as detail, 1 as n,
       cast(null as double precision) as num, cast(null as double precision) as value, cast(null as text) as currency,
       case when not m.dated then 'no_date' end as excluded,
       dims(-, m.user_id, m.class, m.pipeline_id, m.source_id, m.campaign, m.account_id), 0 as outcome,
       m.template, m.subject_variant as subject, m.content, m.step, m.mail_type,
       case when m.complained then 1 else 0 end as complained, case when m.unsubscribed then 1 else 0 end as unsubscribed,
       cast(null as bigint) as tracked, cast(null as bigint) as measurable, cast(null as bigint) as opened, cast(null as bigint) as clicked, cast(null as bigint) as replied,
       m.opens_machine, m.clicks_machine, m.opens_suspect + m.clicks_suspect as suspect, case when m.auto_replied then 1 else 0 end as auto_replied,
       cast(null as uuid) as contact_id, cast(null as uuid) as deal_id
from message m
join win w on falls(m, sent_on)
where m.sent_at <= :as_of
union all
-- What was delivered, with what the recipient did; younger than seven days it is too
-- early to say.
select w.w, 'mail', m.message_id, m.sent_on,
       case when m.seen and m.tracked and (m.looked or m.clicked or m.replied) then case when m.clicked and m.replied then 'opened_clicked_replied' when m.clicked then 'opened_clicked' when m.replied then 'opened_replied' else 'opened' end
            when m.clicked and m.replied then 'clicked_replied' when m.clicked then 'clicked' when m.replied then 'replied' else 'delivered' end,
       1, null, null, null, case when not m.dated then 'no_date' when m.sent_at + interval '7 days' > :as_of then 'too_young' end,
       dims(-, m.user_id, m.class, m.pipeline_id, m.source_id, m.campaign, m.account_id), 0,
       m.template, m.subject_variant, m.content, m.step, m.mail_type, 0, 0,
       case when m.tracked then 1 else 0 end, case when m.tracked and m.seen then 1 else 0 end,
       case when m.looked or m.clicked or m.replied then 1 else 0 end, case when m.clicked then 1 else 0 end, case when m.replied then 1 else 0 end,
       0, 0, 0, 0, null, null
from message m
join win w on falls(m, sent_on)
where m.sent_at <= :as_of and m.delivered
union all
-- The company's own ninety days before the end of the period, to hold against.
select w.w, 'base', m.message_id, m.sent_on, null, 1, null, null, null, null, dims(-, m.user_id, m.class, m.pipeline_id, m.source_id, m.campaign, m.account_id), 0,
       m.template, m.subject_variant, m.content, m.step, m.mail_type, 0, 0,
       case when m.tracked then 1 else 0 end, case when m.tracked and m.seen then 1 else 0 end,
       case when m.looked or m.clicked or m.replied then 1 else 0 end, case when m.clicked then 1 else 0 end, case when m.replied then 1 else 0 end,
       0, 0, 0, 0, null, null
from message m
join win w on m.sent_on >= w.until - 90 and m.sent_on < w.until
where w.w = 0 and m.dated and m.delivered and m.sent_at + interval '7 days' <= :as_of
union all
-- Warm and slow: somebody clicked or opened twice in the last seven days, has not
-- answered since, has an open deal and nothing planned.
select w.w, 'warm', m.message_id, m.sent_on, case when m.last_click_at > :as_of - interval '7 days' then 'clicked' else 'opened' end, 1,
       (cast(extract(epoch from :as_of) as double precision)
        - cast(extract(epoch from case when m.last_click_at > :as_of - interval '7 days' then m.last_click_at else m.last_open_at end) as double precision)) / 86400,
       null, null, null, dims(-, m.user_id, m.class, m.pipeline_id, m.source_id, m.campaign, m.account_id), 0,
       m.template, m.subject_variant, m.content, m.step, m.mail_type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, m.recipient_id, d.deal_id
from message m
join win w on w.w = 0
join lateral (
    select d.deal_id from deal_fact d
    where d.status = 'open' and d.created_at <= :as_of and (d.deal_id = m.deal_id or m.deal_id is null and d.account_id = m.account_id)
    order by d.created_at desc, d.deal_id limit 1
) d on true
where (m.last_click_at > :as_of - interval '7 days' and m.last_click_at <= :as_of or m.prior_open_at > :as_of - interval '7 days' and m.last_open_at <= :as_of)
  and not exists (
    select 1 from message r
    where r.recipient_id = m.recipient_id and r.replied_at <= :as_of and r.replied_at > coalesce(m.last_click_at, m.last_open_at)
  )
  and not exists (
    select 1 from activity_fact a
    left join contact_merge c on c.contact_id = a.contact_id
    where coalesce(c.into_id, a.contact_id) = m.recipient_id and a.direction = 'in' and not a.automated and a.done_at <= :as_of and a.done_at > coalesce(m.last_click_at, m.last_open_at)
  )
  and not exists (select 1 from activity_fact a where a.state = 'planned' and a.deal_id = d.deal_id)

-- section: sums
select w, slice,
       cast(count(*) filter (where kind = 'sent') as double precision) as sent,
       cast(count(*) filter (where kind = 'sent' and detail = 'bounced') as double precision) as bounced,
       cast(sum(complained) filter (where kind = 'sent') as double precision) as complained,
       cast(sum(unsubscribed) filter (where kind = 'sent') as double precision) as unsubscribed,
       cast(sum(opens_machine) filter (where kind = 'sent') as double precision) as machine_opens,
       cast(sum(clicks_machine) filter (where kind = 'sent') as double precision) as machine_clicks,
       cast(sum(suspect) filter (where kind = 'sent') as double precision) as suspect,
       cast(sum(auto_replied) filter (where kind = 'sent') as double precision) as auto_replied,
       cast(count(*) filter (where kind = 'mail') as double precision) as delivered,
       cast(count(*) filter (where kind = 'mail' and tracked = 1) as double precision) as tracked,
       cast(count(*) filter (where kind = 'mail' and measurable = 1) as double precision) as measurable,
       cast(count(*) filter (where kind = 'mail' and measurable = 1 and opened = 1) as double precision) as opened,
       cast(count(*) filter (where kind = 'mail' and measurable = 1 and opened = 1 and clicked = 1) as double precision) as opened_clicked,
       cast(count(*) filter (where kind = 'mail' and tracked = 1 and opened = 1) as double precision) as read,
       cast(count(*) filter (where kind = 'mail' and tracked = 1 and measurable = 0 and opened = 0) as double precision) as unknown,
       cast(count(*) filter (where kind = 'mail' and tracked = 1 and clicked = 1) as double precision) as clicked,
       cast(count(*) filter (where kind = 'mail' and replied = 1) as double precision) as replied,
       cast(count(*) filter (where kind = 'base') as double precision) as base_delivered,
       cast(count(*) filter (where kind = 'base' and replied = 1) as double precision) as base_replied,
       cast(count(*) filter (where kind = 'base' and measurable = 1) as double precision) as base_measurable,
       cast(count(*) filter (where kind = 'base' and measurable = 1 and opened = 1) as double precision) as base_opened,
       cast(count(*) filter (where kind = 'base' and measurable = 1 and opened = 1 and clicked = 1) as double precision) as base_clicked,
       cast(count(*) filter (where kind = 'warm') as double precision) as warm
from sliced group by w, slice

-- section: templates
select w, slice, template as key, subject as key2,
       cast(count(*) as double precision) as delivered,
       cast(count(*) filter (where tracked = 1) as double precision) as tracked,
       cast(count(*) filter (where measurable = 1) as double precision) as measurable,
       cast(count(*) filter (where measurable = 1 and opened = 1) as double precision) as opened,
       cast(count(*) filter (where measurable = 1 and opened = 1 and clicked = 1) as double precision) as opened_clicked,
       cast(count(*) filter (where tracked = 1 and clicked = 1) as double precision) as clicked,
       cast(count(*) filter (where replied = 1) as double precision) as replied
from sliced where kind = 'mail' group by w, slice, template, subject order by count(*) desc, template nulls last, subject nulls last limit 100

-- section: steps
select w, slice, step as key,
       cast(count(*) as double precision) as delivered,
       cast(count(*) filter (where tracked = 1) as double precision) as tracked,
       cast(count(*) filter (where measurable = 1) as double precision) as measurable,
       cast(count(*) filter (where measurable = 1 and opened = 1) as double precision) as opened,
       cast(count(*) filter (where measurable = 1 and opened = 1 and clicked = 1) as double precision) as opened_clicked,
       cast(count(*) filter (where tracked = 1 and clicked = 1) as double precision) as clicked,
       cast(count(*) filter (where replied = 1) as double precision) as replied
from sliced where kind = 'mail' and step is not null group by w, slice, step order by cast(step as integer)

-- section: warm
select w, slice, cast(contact_id as text) as key, cast(deal_id as text) as key2, template as key3, cast(user_id as text) as key4,
       cast(min(num) as double precision) as days
from sliced where kind = 'warm' group by w, slice, contact_id, deal_id, template, user_id
order by min(num), cast(contact_id as text), cast(deal_id as text), template nulls last limit 50
