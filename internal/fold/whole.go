package fold

import "peil"

// Whole judges and folds a group of which these are all the events, in one walk:
// what Check would say of each after those before it, and the Snapshot. When the
// errors are nil everything makes sense; else there is one for each event, nil
// where it does, and no snapshot.
func Whole(s *Setup, events []peil.Event) (peil.Snapshot, []error) {
	if plain(events) && wordsKnown(s, events) {
		active := Active(events, Clocks{})
		stories := tell(s, peil.ID{}, active)
		if !anyRefused(stories) {
			return snapshotOf(s, events, active, stories), nil
		}
	}
	var before []peil.Event
	errs := make([]error, len(events))
	bad := false
	for i, e := range events {
		if errs[i] = Check(s, before, e); errs[i] != nil {
			bad = true
			continue
		}
		before = append(before, e)
	}
	if bad {
		return peil.Snapshot{}, errs
	}
	return Snapshot(s, events), nil
}

// plain reports whether the walk alone can judge the events: none mends another,
// merges records, or is about somebody's employment.
func plain(events []peil.Event) bool {
	for _, e := range events {
		switch e.Payload.(type) {
		case peil.FactCorrected, peil.FactVoided, peil.DealMerged, peil.AccountMerged, peil.ContactMerged,
			peil.UserJoined, peil.UserChanged, peil.UserLeft:
			return false
		}
	}
	return true
}

func wordsKnown(s *Setup, events []peil.Event) bool {
	for _, e := range events {
		if checkWords(s, e) != nil {
			return false
		}
	}
	return true
}

func anyRefused(stories []*story) bool {
	for _, st := range stories {
		if st.refused != nil {
			return true
		}
	}
	return false
}
