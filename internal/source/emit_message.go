package source

import "peil"

// messages makes the events of e-mails, all of a message together. What became
// of it is about the same deal and person as its sending.
func (e *emitter) messages() error {
	return e.c.scratch.messages(e.ctx, func(unit peil.ID, rs []record) error {
		sortByTime(rs)
		var about peil.About
		for i := range rs {
			if rs[i].Kind == "sent" || i == 0 {
				about = peil.About{Deal: rs[i].Deal, Contact: rs[i].Contact}
			}
			if rs[i].Kind == "sent" {
				break
			}
		}
		for i := range rs {
			r := &rs[i]
			if r.Changed { // what happened is not changed by a later file
				continue
			}
			p := messageEvent(unit, r, about)
			id := peil.ID{}
			if r.Kind == "sent" {
				id = unit
			}
			r.ID = unit
			if err := e.event(id, r.At, p, nil, r, "message"); err != nil {
				return err
			}
		}
		return nil
	})
}

func messageEvent(id peil.ID, r *record, about peil.About) peil.Payload {
	switch r.Kind {
	case "delivered":
		return peil.MessageDelivered{Message: id, About: about}
	case "bounced":
		return peil.MessageBounced{Message: id, About: about}
	case "complained":
		return peil.MessageComplained{Message: id, About: about}
	case "unsubscribed":
		return peil.MessageUnsubscribed{Message: id, About: about}
	case "opened":
		return peil.MessageOpened{Message: id, IPClass: opener(r), About: about}
	case "clicked":
		return peil.MessageClicked{Message: id, Link: 1, Method: method(r), IPClass: peil.UnknownIP, About: about}
	case "replied":
		return peil.MessageReplied{Message: id, Automated: r.Automated, About: about}
	}
	p := peil.MessageSent{Message: id, Template: r.Campaign, SubjectVariant: r.Channel, Automated: r.Automated, Tracked: true, About: about}
	if about != (peil.About{}) { // else its events would be told of different things
		p.User = r.Owner
	}
	return p
}

// opener is where an opening came from: what the system itself took for a
// machine counts as one that fetches pictures ahead.
func opener(r *record) peil.IPClass {
	if r.Automated {
		return peil.PrefetchProxy
	}
	return peil.UnknownIP
}

// method is how a link was fetched: a scanner asks for the head alone.
func method(r *record) string {
	if r.Automated {
		return "HEAD"
	}
	return "GET"
}
