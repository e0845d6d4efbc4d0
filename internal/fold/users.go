package fold

import (
	"slices"
	"time"

	"peil"
)

// UserRows is what the users' posts come to.
type UserRows struct {
	FTEDays []FTEDay
	Teams   []UserTeam
}

// post is a stretch of a user's employment on the same terms; to is zero while
// it lasts. Days are local and half-open.
type post struct {
	from, to peil.Date
	fte      float64
	sells    bool
	team     peil.ID
	calendar string
	assumed  bool
}

// rampDays is how long a new seller counts as being on the way in.
const rampDays = 90

// Users folds the users' events into full-time days up to and including upto (G9), and into
// who was in which team when (G8).
func Users(s *Setup, events []peil.Event, upto peil.Date, c Clocks) UserRows {
	byUser, away := map[peil.ID][]peil.Event{}, map[peil.ID][]peil.Period{}
	for _, e := range Active(events, c) {
		switch p := e.Payload.(type) {
		case peil.UserJoined, peil.UserChanged, peil.UserLeft:
			user := e.Payload.Subject()
			byUser[user] = append(byUser[user], e)
		case peil.UserUnavailable:
			away[p.User] = append(away[p.User], peil.Period{From: p.From, To: p.To})
		}
	}
	var rows UserRows
	for _, user := range sortedIDs(byUser) {
		posts := posts(s, byUser[user])
		for _, p := range posts {
			rows.FTEDays = append(rows.FTEDays, s.fteDays(user, p, posts[0].from, upto, away[user])...)
		}
		rows.Teams = append(rows.Teams, teamSpans(user, posts)...)
	}
	return rows
}

// posts walks a user's events. The day of joining counts, the day of leaving
// does not.
func posts(s *Setup, events []peil.Event) []post {
	var out []post
	end := func(d peil.Date) {
		if n := len(out); n > 0 && out[n-1].to.IsZero() {
			out[n-1].to = d
		}
	}
	for _, e := range events {
		d := s.date(e.At)
		switch p := e.Payload.(type) {
		case peil.UserJoined:
			end(d)
			out = append(out, post{from: d, fte: p.FTE, sells: p.Sells, team: p.Team, calendar: p.Calendar, assumed: p.Assumed})
		case peil.UserChanged:
			if len(out) == 0 || !out[len(out)-1].to.IsZero() {
				continue
			}
			next := out[len(out)-1]
			end(d)
			next.from, next.to = d, peil.Date{}
			next.change(p)
			out = append(out, next)
		case peil.UserLeft:
			end(d)
		}
	}
	return slices.DeleteFunc(out, func(p post) bool { return !p.to.IsZero() && !p.from.Before(p.to) })
}

func (p *post) change(by peil.UserChanged) {
	if by.FTE != nil {
		p.fte = *by.FTE
	}
	if by.Sells != nil {
		p.sells = *by.Sells
	}
	if by.Team != nil {
		p.team = *by.Team
	}
}

// fteDays are the business days of a post, by the calendar the seller works by.
func (s *Setup) fteDays(user peil.ID, p post, joined, upto peil.Date, away []peil.Period) []FTEDay {
	if !p.sells {
		return nil
	}
	cal := s.calendarNamed(p.calendar, p.team)
	var out []FTEDay
	for d := p.from; !d.After(upto) && (p.to.IsZero() || d.Before(p.to)); d = d.AddDays(1) {
		if !cal.IsBusinessDay(d) || s.Settings.CountAbsence && absent(away, d) {
			continue
		}
		out = append(out, FTEDay{UserID: user, Day: d, FTE: p.fte, Ramp: d.Sub(joined) < rampDays, Assumed: p.assumed})
	}
	return out
}

func absent(away []peil.Period, d peil.Date) bool {
	return slices.ContainsFunc(away, func(p peil.Period) bool { return p.Contains(d) })
}

// teamSpans joins neighbouring posts in one team.
func teamSpans(user peil.ID, posts []post) []UserTeam {
	var out []UserTeam
	for i, p := range posts {
		if n := len(out); i > 0 && n > 0 && out[n-1].TeamID == p.team && out[n-1].ToOn == p.from {
			out[n-1].ToOn = p.to
			continue
		}
		out = append(out, UserTeam{UserID: user, TeamID: p.team, FromOn: p.from, ToOn: p.to})
	}
	if n := len(out); n > 0 {
		// What a user is credited for before joining or after leaving belongs to the nearest team.
		out[0].FromOn = peil.Date{Year: 1990, Month: time.January, Day: 1}
		for i := range n - 1 {
			out[i].ToOn = out[i+1].FromOn
		}
		out[n-1].ToOn = peil.Date{}
	}
	return out
}

// calendarNamed is a user's own calendar, else the team's, else the workspace's.
func (s *Setup) calendarNamed(name string, team peil.ID) peil.Calendar {
	if cal, ok := s.calendars[s.calendarName(name, team)]; ok {
		return cal
	}
	return s.Settings.Calendar
}

// calendarName is the name of that calendar, "" for the workspace's.
func (s *Setup) calendarName(name string, team peil.ID) string {
	for _, n := range []string{name, s.teams[team]} {
		if _, ok := s.calendars[n]; ok && n != "" {
			return n
		}
	}
	return ""
}

// calendarOf is the calendar that a user's business minutes run by (G1).
func (s *Setup) calendarOf(user peil.ID) peil.Calendar {
	if cal, ok := s.calendars[s.userCalendars[user]]; ok {
		return cal
	}
	return s.Settings.Calendar
}
