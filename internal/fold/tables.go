package fold

// Table is a fact table that the fold fills: its name and its columns in order.
type Table struct {
	Name    string
	Columns []string
}

// Tables lists every fact table, in the order of facts/schema.sql.
var Tables = []Table{
	{"deal_fact", []string{"unit_id", "deal_id", "lead_id", "status", "deleted_reason", "human_activities", "user_id", "stage_id", "created_at", "created_on", "dated", "inquiry_at", "inquiry_on", "closed_at", "closed_on", "backdated", "reopened", "value", "currency", "expected_on", "after_first", "snapshot_only", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"deal_span", []string{"unit_id", "deal_id", "part", "from_at", "to_at", "from_on", "to_on", "dated", "user_id", "stage_id", "value", "currency", "expected_on", "confidence", "snapshot_only", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"stage_visit", []string{"unit_id", "deal_id", "visit", "stage_id", "stage_order", "enter_at", "exit_at", "enter_on", "exit_on", "exit_kind", "skipped", "open_seconds", "paused_seconds", "dated", "snapshot_only", "user_id", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family", "currency"}},
	{"stage_entry", []string{"unit_id", "deal_id", "stage_id", "stage_order", "how", "entered_at", "entered_on", "cause", "cause_at", "cause_on", "outcome", "closed_at", "open_seconds", "dated", "snapshot_only", "user_id", "value", "currency", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"credit_fact", []string{"unit_id", "deal_id", "part", "kind", "main", "user_id", "share", "amount", "currency", "won_at", "won_on", "dated", "created_at", "created_on", "inquiry_at", "after_first", "class", "pipeline_id", "stage_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"close_fact", []string{"unit_id", "deal_id", "outcome", "auto", "reason_id", "competitor_id", "closed_at", "closed_on", "recorded_at", "backdated", "dated", "created_at", "created_on", "inquiry_at", "user_id", "stage_id", "value", "currency", "snapshot_only", "human_activities", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"competitor_seen", []string{"unit_id", "deal_id", "competitor_id", "seen_at"}},
	{"response_clock", []string{"unit_id", "deal_id", "lead_id", "kind", "stage_id", "start_at", "start_on", "stop_at", "ended", "ended_at", "wall_min", "business_min", "contact_at", "assigned_at", "assigned_min", "answered_live", "customer_again", "late_logged", "precise", "start_hour", "start_weekday", "in_hours", "calendar", "responsible_id", "responder_id", "stop_event_id", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family", "currency"}},
	{"lead_fact", []string{"unit_id", "lead_id", "deal_id", "received_at", "received_on", "dated", "status", "junk", "inquiries", "first_attempt_at", "first_channel", "attempts", "first_contact_at", "reached_by", "converted_at", "outcome", "closed_at", "closed_on", "value", "currency", "user_id", "contact_id", "account_id", "source_id", "campaign", "channel", "class", "pipeline_id"}},
	{"touch_fact", []string{"unit_id", "lead_id", "source_id", "touched_at", "position"}},
	{"activity_fact", []string{"unit_id", "activity_id", "state", "planned_on", "kind", "direction", "outcome", "automated", "done_at", "done_on", "due_at", "due_on", "dated", "counted", "attempt", "contact", "cold", "late_logged", "duration_s", "user_id", "deal_id", "lead_id", "contact_id", "account_id", "stage_id", "class", "pipeline_id", "source_id", "campaign"}},
	{"message_fact", []string{"unit_id", "message_id", "rule_version", "sent_at", "sent_on", "dated", "delivered", "bounced", "complained", "unsubscribed", "tracked", "automated", "cold", "sequence_step", "opens_human", "opens_machine", "opens_suspect", "clicks_human", "clicks_machine", "clicks_suspect", "opened_at", "clicked_at", "replied_at", "last_open_at", "prior_open_at", "last_click_at", "auto_replied", "apple_at", "template", "subject_variant", "content", "user_id", "deal_id", "lead_id", "contact_id", "account_id", "class", "pipeline_id", "source_id", "campaign"}},
	{"outreach_fact", []string{"unit_id", "deal_id", "lead_id", "began_at", "began_on", "dated", "tried_at", "tried_on", "first_channel", "attempts", "seconds", "bounced", "cold", "contact_at", "contact_attempt", "reached_by", "experiment", "arm", "outcome", "closed_at", "closed_on", "value", "currency", "user_id", "class", "pipeline_id", "source_id", "campaign", "channel", "account_id", "product_id", "family"}},
	{"outreach_channel", []string{"unit_id", "deal_id", "lead_id", "channel", "first_at", "attempts", "connects", "seconds"}},
	{"contact_merge", []string{"unit_id", "contact_id", "into_id"}},
	{"fte_day", []string{"user_id", "day", "fte", "ramp", "assumed"}},
	{"cost_day", []string{"cost_id", "user_id", "team_id", "kind", "day", "amount", "currency"}},
	{"spend_day", []string{"spend_id", "source_id", "campaign", "day", "amount", "currency"}},
	{"forecast_fact", []string{"forecast_id", "issued_at", "as_of", "from_on", "horizon", "model", "replayed", "booked", "new_business", "p10", "p50", "p90", "mean", "quota", "p_quota"}},
	{"forecast_rival", []string{"forecast_id", "name", "p10", "p50", "p90"}},
	{"forecast_line", []string{"forecast_id", "deal_id", "issued_at", "as_of", "horizon", "model", "replayed", "value", "p", "p_in_period", "stage_id", "own", "learned", "default_p"}},
	{"advice_fact", []string{"advice_id", "rule", "version", "report", "scope", "shown_at", "state", "changed_at", "stake", "evidence", "words"}},
	{"customer_span", []string{"account_id", "customer_from", "first_win_on", "second_win_on", "opening", "wins"}},
	{"owned_family", []string{"account_id", "family", "owned_from"}},
	{"calendar_day", []string{"day", "business", "open_minutes"}},
	{"open_hours", []string{"calendar", "day", "opens_at", "closes_at", "before_min"}},
	{"fx_day", []string{"currency", "day", "rate", "age_days"}},
	{"user_team", []string{"user_id", "team_id", "from_on", "to_on"}},
	{"stage_dim", []string{"stage_id", "pipeline_id", "stage_order", "kind", "default_p", "sla_min"}},
	{"reason_dim", []string{"reason_id", "into_id", "kind", "topic"}},
	{"source_dim", []string{"source_id", "into_id"}},
	{"account_dim", []string{"account_id", "segment", "industry", "size", "region"}},
	{"quota_fact", []string{"quota_id", "user_id", "team_id", "kind", "per", "from_on", "to_on", "value", "currency"}},
	{"margin_dim", []string{"family", "pct"}},
	{"hurdle_dim", []string{"from_on", "rate"}},
	{"period_lock", []string{"from_on", "to_on", "locked_at"}},
}
