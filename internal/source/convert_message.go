package source

import (
	"context"
	"fmt"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// messageEvents are what systems call what happens to a message.
var messageEvents = map[string]string{"sent": "sent", "send": "sent", "sendt": "sent", "delivered": "delivered", "delivery": "delivered", "levert": "delivered",
	"bounced": "bounced", "bounce": "bounced", "hardbounce": "bounced", "softbounce": "bounced", "dropped": "bounced",
	"complained": "complained", "complaint": "complained", "spamreport": "complained", "spam": "complained",
	"unsubscribed": "unsubscribed", "unsubscribe": "unsubscribed", "statuschange": "unsubscribed", "avmeldt": "unsubscribed",
	"opened": "opened", "open": "opened", "åpnet": "opened", "clicked": "clicked", "click": "clicked", "klikket": "clicked",
	"replied": "replied", "reply": "replied", "svart": "replied"}

func (r *reading) messageEvent() string {
	return messageEvents[strings.ReplaceAll(nameKey(r.text("event")), " ", "")]
}

// messageID is the message's id in Peil: the same from the same system, so that
// its rows find each other in whatever order and file they come.
func (r *reading) messageID() peil.ID {
	return peil.DeriveID("message", r.t.System, r.text("id"))
}

// sentMessages finds the messages whose sending is in the files: what happened
// to others cannot be told.
func (c *check) sentMessages(ctx context.Context) error {
	for i := range c.p.m.Tables {
		t := &c.p.m.Tables[i]
		if t.Kind != mapping.Messages {
			continue
		}
		r := &reading{c: c, t: t, cols: map[mapping.Role]int{}}
		for j, col := range t.Columns {
			if col.Role != "" {
				r.cols[col.Role] = j
			}
		}
		err := c.p.set.Tables[i].Rows(ctx, func(_ int, cells []string) error {
			r.cells = cells
			if r.messageEvent() == "sent" {
				c.sent[r.messageID()] = true
			}
			return nil
		}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

func messageRow(r *reading, rec *record) {
	rec.Kind, rec.At = r.messageEvent(), r.happened("at")
	id := r.text("id")
	switch {
	case id == "":
		r.refuse("id", "", "no_message")
		return
	case rec.Kind == "":
		r.refuse("event", r.text("event"), "unknown_event")
		return
	case !rec.At.set():
		r.refuse("at", "", "no_date")
		return
	}
	if rec.Group = r.messageID(); !r.c.sent[rec.Group] {
		rec.Group = peil.ID{} // perhaps an earlier import has its sending
		r.c.refs = append(r.c.refs, reference{len(r.batch) - 1, group, "message", external(string(mapping.Messages), id+"|sent")})
	}
	r.link(rec, deal, "deal", r.text("deal_id"), "", "", false)
	r.link(rec, contact, "contact", r.text("contact_id"), r.text("email"), "", false)
	r.owner(rec)
	rec.Campaign = fields(r.text("template"))
	if rec.Campaign != "" { // the subject of one letter to one person is nobody's business
		rec.Channel = fields(r.text("subject"))
	}
	rec.Automated, _ = value.ParseBool(r.text("automated"))
	if r.text("url") != "" {
		rec.Unit = 1
	}
}

func messageKey(r *reading, rec *record) string {
	if rec.Kind == "sent" {
		return r.text("id") + "|sent"
	}
	return fmt.Sprintf("%s|%s|%d", r.text("id"), rec.Kind, rec.At.ms)
}

func messageDone(c *check, rec *record) bool {
	if rec.Kind == "sent" {
		c.touch(rec.Owner, rec.At)
	}
	return !rec.Group.IsZero()
}
