package source

import "peil"

// keep writes a checked record to the scratch file.
func (c *check) keep(k recordKind, rec *record) error {
	c.count[k]++
	root, whole := c.wholeRoot(k, rec)
	if err := c.scratch.add(k, rec, root, whole); err != nil {
		return err
	}
	if k == kDeal && rec.Per != "" && !rec.Changed {
		return c.scratch.putKind(kMerge, rec)
	}
	return nil
}

// wholeRoot finds the group that a record belongs to, and whether this import tells
// all there is of it: then none of its records is stored already. A lead and the
// deals it became are one group.
func (c *check) wholeRoot(k recordKind, rec *record) (root peil.ID, whole bool) {
	switch k {
	case kAccount, kContact, kLead:
		return rec.ID, !rec.Changed
	case kDeal:
		if rec.Changed {
			return peil.ID{}, false
		}
		if rec.Lead.IsZero() {
			return rec.ID, true
		}
		if c.stored(rec.Lead) {
			c.late[rec.ID] = true
			return peil.ID{}, false
		}
		c.joint[rec.ID] = rec.Lead
		return rec.Lead, true
	case kLine, kHistory:
		return c.dealRoot(rec.Group)
	case kActivity:
		switch unit := rec.Group; {
		case rec.Changed || unit.IsZero():
			return peil.ID{}, false
		case unit == rec.Deal:
			return c.dealRoot(unit)
		case unit == rec.Lead:
			return unit, !c.stored(unit)
		case unit == rec.Contact:
			return unit, !c.stored(unit) && c.books["contact"].owned[unit]
		case unit == rec.Account:
			return unit, !c.stored(unit) && c.books["account"].owned[unit]
		}
	}
	return peil.ID{}, false
}

func (c *check) dealRoot(deal peil.ID) (root peil.ID, whole bool) {
	if c.stored(deal) || c.late[deal] {
		return peil.ID{}, false
	}
	if lead, ok := c.joint[deal]; ok {
		return lead, true
	}
	return deal, true
}

// stored reports whether a record was there before this import.
func (c *check) stored(id peil.ID) bool { return c.old[id] || c.known.has(id) }
