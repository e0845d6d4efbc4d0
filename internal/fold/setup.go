package fold

import (
	"maps"
	"time"

	"peil"
)

// Stage is a stage of a pipeline as it is set up.
type Stage struct {
	ID, Pipeline peil.ID
	Order        int
	Kind         peil.StageKind
	DefaultP     float64
	SLAMin       int
}

type reason struct {
	into  peil.ID
	kind  peil.StageKind
	topic string
}

// Setup is what every fold depends on: stages, calendars, money, words. It is
// never changed; With makes another.
type Setup struct {
	Settings    peil.Settings
	stages      map[peil.ID]Stage
	pipelines   map[peil.ID]bool
	sources     map[peil.ID]peil.ID // source → the one that stands for it
	reasons     map[peil.ID]reason
	competitors map[peil.ID]bool
	families    map[peil.ID]string // product → family
	teams       map[peil.ID]string // team → calendar name
	calendars   map[string]peil.Calendar
	locks       []lock
	// userCalendars name the calendars of users who have another than the
	// workspace's; the responsible user's business minutes run by it.
	userCalendars map[peil.ID]string
}

type lock struct {
	period peil.Period
	at     time.Time
}

// emptySetup is a workspace nobody has set up: kroner, Oslo, Norwegian holidays.
func emptySetup() *Setup {
	return &Setup{
		Settings: peil.Settings{BaseCurrency: "NOK", FiscalYearStart: time.January, Calendar: peil.NorwegianCalendar()},
		stages:   map[peil.ID]Stage{}, pipelines: map[peil.ID]bool{}, sources: map[peil.ID]peil.ID{},
		reasons: map[peil.ID]reason{}, competitors: map[peil.ID]bool{}, families: map[peil.ID]string{},
		teams: map[peil.ID]string{}, calendars: map[string]peil.Calendar{}, userCalendars: map[peil.ID]string{},
	}
}

// NewSetup folds the set-up events recorded by known (zero: all of them). Other
// events are passed over, so the whole log may be handed in.
func NewSetup(events []peil.Event, known time.Time) *Setup {
	s := emptySetup()
	for _, e := range Active(events, Clocks{KnownAt: known}) {
		s.apply(e)
	}
	return s
}

// With returns the set-up after one more event.
func (s *Setup) With(e peil.Event) *Setup {
	next := *s
	next.stages, next.pipelines, next.sources = maps.Clone(s.stages), maps.Clone(s.pipelines), maps.Clone(s.sources)
	next.reasons, next.competitors, next.families = maps.Clone(s.reasons), maps.Clone(s.competitors), maps.Clone(s.families)
	next.teams, next.calendars = maps.Clone(s.teams), maps.Clone(s.calendars)
	next.userCalendars = maps.Clone(s.userCalendars)
	next.locks = append([]lock(nil), s.locks...)
	next.apply(e)
	return &next
}

func (s *Setup) apply(e peil.Event) {
	switch p := e.Payload.(type) {
	case peil.WorkspaceDefined:
		s.Settings.BaseCurrency, s.Settings.CountAbsence = p.BaseCurrency, p.CountAbsence
		if p.FiscalYearStart > 0 {
			s.Settings.FiscalYearStart = time.Month(p.FiscalYearStart)
		}
	case peil.CalendarDefined:
		if p.Name == "" {
			s.Settings.Calendar = p.Calendar
		} else {
			s.calendars[p.Name] = p.Calendar
		}
	case peil.PipelineDefined:
		s.pipelines[p.Pipeline] = true
	case peil.StageDefined:
		s.pipelines[p.Pipeline] = true
		s.stages[p.Stage] = Stage{ID: p.Stage, Pipeline: p.Pipeline, Order: p.Order, Kind: p.Kind, DefaultP: p.DefaultP, SLAMin: p.SLAMin}
	case peil.SourceDefined:
		s.sources[p.Source] = p.Into
	case peil.ReasonDefined:
		s.reasons[p.Reason] = reason{into: p.Into, kind: p.Kind, topic: p.Topic}
	case peil.CompetitorDefined:
		s.competitors[p.Competitor] = true
	case peil.ProductDefined:
		s.families[p.Product] = p.Family
	case peil.TeamDefined:
		s.teams[p.Team] = p.Calendar
	case peil.UserJoined:
		if name := s.calendarName(p.Calendar, p.Team); name != "" {
			s.userCalendars[p.User] = name
		}
	case peil.PeriodLocked:
		s.locks = append(s.locks, lock{period: p.Period, at: e.RecordedAt})
	}
}

// date is the local day of an instant in the workspace's zone (G1).
func (s *Setup) date(t time.Time) peil.Date {
	if t.IsZero() {
		return peil.Date{}
	}
	return peil.DateOf(t, s.Settings.Calendar.Location)
}

// zone is the workspace's.
func (s *Setup) zone() *time.Location {
	if loc := s.Settings.Calendar.Location; loc != nil {
		return loc
	}
	return time.UTC
}

// source follows renamed sources to the one that stands for them now.
func (s *Setup) source(id peil.ID) peil.ID { return follow(s.sources, id) }

func (s *Setup) reason(id peil.ID) peil.ID {
	for range len(s.reasons) {
		into := s.reasons[id].into
		if into.IsZero() {
			break
		}
		id = into
	}
	return id
}

// follow walks a chain of replacements; a ring of them ends where it began.
func follow(into map[peil.ID]peil.ID, id peil.ID) peil.ID {
	for range len(into) {
		next := into[id]
		if next.IsZero() {
			break
		}
		id = next
	}
	return id
}
