package report

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"peil"
	"peil/internal/stat"
)

// The words of a deal's class in a forecast: whoever has bought before is existing.
const (
	classNew      = "new"
	classExisting = "existing"
)

// The forecast's constants of metrics.md §4.6.
const (
	learnedMonths = 24 // how far back stages are learned from, beyond the horizon
	classMature   = 30 // mature deals of each class for classes to be told apart
	ratioWins     = 30 // wins for their prices to be held against what was expected
	timingWins    = 20 // wins' worth of the timing of more deals, less like these
)

// model is what the company's history says of its open deals and coming leads, as
// of the moment that a forecast is for.
type model struct {
	// taught is set where the history has been read, since what is asked for takes it.
	taught bool
	// learned says that the learned levels are in force; else the configured ones.
	learned bool
	// until is the moment, from and to the days from it to the period's ends.
	until    time.Time
	from, to float64
	stages   []stageModel
	index    map[string]int // by stage and class
	// pipelines are where each pipeline's stages, of one class, begin.
	pipelines []int
	all       stat.Standing // every stage's entries together
	inflow    stat.Curve    // of leads, and of deals without one, to their outcome
	leads     stat.Curve    // of leads to the deals they become
	created   stat.Curve    // of deals from their creation
	wins      []float64     // what the latest wins were sold for, in main units
	ratios    []float64
	stated    stated
	horizon   float64
}

// stageModel is a stage of a class.
type stageModel struct {
	id, pipeline, class string
	history             stat.StageHistory
	level               stat.StageLevel
	standing            stat.Standing
}

// stageKey names a stage of a class.
func stageKey(stage, class string) string {
	if class != classNew {
		class = classExisting
	}
	return stage + " " + class
}

var modelText = read("forecast_model.sql")

// newModel is a model of the question's period, as of a moment, that has learned
// nothing yet.
func (q *question) newModel(until time.Time) *model {
	days := func(d peil.Date) float64 {
		return math.Max(0, d.Start(q.clock.cal.Location).Sub(until).Hours()/24)
	}
	return &model{until: until, from: days(q.Period.From), to: days(q.Period.To), index: map[string]int{}, stated: stated{1, 1}}
}

// learn reads the history.
func (m *model) learn(ctx context.Context, q *question) (err error) {
	m.taught = true
	if m.horizon, err = Horizon(ctx, q.view, q.clock.asOf); err != nil {
		return err
	}
	until, h := m.until, m.horizon
	today := peil.DateOf(until.Add(-time.Nanosecond), q.clock.cal.Location)
	mature := today.AddDays(-int(h))
	params := map[string]param{"until": {"timestamptz", stamp(until)}, "mature": {"date", mature.String()},
		"since": {"date", peil.GrainDay.Start(monthsBack(mature, learnedMonths), 0).String()}, "base": {"text", string(q.view.Settings.BaseCurrency)}}
	for _, part := range []func(context.Context, *question, map[string]param) error{m.readStages, m.readHistory, m.readInflow, m.readWins, m.readStated} {
		if err := part(ctx, q, params); err != nil {
			return err
		}
	}
	return nil
}

// monthsBack is the day so many months earlier, or the last of that month.
func monthsBack(d peil.Date, months int) peil.Date {
	y, mon := d.Year, int(d.Month)-months
	for mon < 1 {
		y, mon = y-1, mon+12
	}
	out := peil.NewDate(y, time.Month(mon), d.Day)
	if out.Month != time.Month(mon) {
		out = peil.NewDate(y, time.Month(mon)+1, 1).AddDays(-1)
	}
	return out
}

// each runs a section of the model's text.
func (m *model) each(ctx context.Context, q *question, section string, params map[string]param, row func(*sql.Rows) error) error {
	s := bind(modelText[section], params)
	rows, err := q.view.Query(ctx, s.text, s.args...)
	if err != nil {
		return failed("forecast "+section, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return failed("forecast "+section, err)
		}
	}
	if err := rows.Err(); err != nil {
		return failed("forecast "+section, err)
	}
	return nil
}

func (m *model) readStages(ctx context.Context, q *question, params map[string]param) error {
	var list []stageModel
	err := m.each(ctx, q, "stages", params, func(rows *sql.Rows) error {
		var s stageModel
		var pipeline sql.NullString
		var p sql.NullFloat64
		err := rows.Scan(&s.id, &pipeline, &p)
		s.pipeline, s.history.Default = pipeline.String, p.Float64
		list = append(list, s)
		return err
	})
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].pipeline == list[from].pipeline {
			to++
		}
		for _, class := range []string{classNew, classExisting} {
			m.pipelines = append(m.pipelines, len(m.stages))
			for _, s := range list[from:to] {
				s.class = class
				m.index[stageKey(s.id, class)] = len(m.stages)
				m.stages = append(m.stages, s)
			}
		}
		from = to
	}
	return err
}

// readHistory fits the stages: by class where a pipeline has enough of each, else
// all classes alike.
func (m *model) readHistory(ctx context.Context, q *question, params map[string]param) error {
	stays := make([][]stat.Stay, len(m.stages))
	var all []stat.Stay
	err := m.each(ctx, q, "history", params, func(rows *sql.Rows) error {
		var stage, class string
		var left, days float64
		var mature, cause, n int
		if err := rows.Scan(&stage, &class, &mature, &left, &days, &cause, &n); err != nil {
			return err
		}
		c := stat.Stay{Left: left, Cell: stat.Cell{T: math.Max(days, left), Cause: cause, N: n}}
		all = append(all, c)
		i, ok := m.index[stageKey(stage, class)]
		if !ok {
			return nil
		}
		stays[i] = append(stays[i], c)
		if mature == 1 {
			m.stages[i].history.Mature += float64(n)
			if cause == 1 {
				m.stages[i].history.Won += float64(n)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.all, _ = stat.StandingCurves(all, ageEdges, 2)
	m.pool(stays)
	for i := range m.stages {
		m.stages[i].standing, _ = stat.StandingCurves(stays[i], ageEdges, 2)
	}
	return m.fit()
}

// chain is the stages of a pipeline and class.
func (m *model) chain(n int) (from, to int) {
	from, to = m.pipelines[n], len(m.stages)
	if n+1 < len(m.pipelines) {
		to = m.pipelines[n+1]
	}
	return from, to
}

// pool gives both classes of a pipeline the history of both where one has too few
// mature deals to be told apart.
func (m *model) pool(stays [][]stat.Stay) {
	for n := 0; n+1 < len(m.pipelines); n += 2 {
		from, to := m.chain(n)
		other := m.pipelines[n+1]
		most := [2]float64{}
		for i := from; i < to; i++ {
			most[0] = math.Max(most[0], m.stages[i].history.Mature)
			most[1] = math.Max(most[1], m.stages[other+i-from].history.Mature)
		}
		if math.Min(most[0], most[1]) >= classMature {
			continue
		}
		for i := from; i < to; i++ {
			a, b := &m.stages[i].history, &m.stages[other+i-from].history
			a.Won, a.Mature = a.Won+b.Won, a.Mature+b.Mature
			b.Won, b.Mature = a.Won, a.Mature
			both := slices.Concat(stays[i], stays[other+i-from])
			stays[i], stays[other+i-from] = both, both
		}
	}
}

// fit learns the levels.
func (m *model) fit() error {
	for n := range m.pipelines {
		from, to := m.chain(n)
		var histories []stat.StageHistory
		for _, s := range m.stages[from:to] {
			histories = append(histories, s.history)
		}
		levels, ok := stat.StageLevels(histories)
		if !ok {
			return peil.Internal("report_failed", "the stages of pipeline %s have an impossible history", m.stages[from].pipeline)
		}
		for i := range levels {
			m.stages[from+i].level = levels[i]
		}
	}
	return nil
}

// readInflow fits how long leads take to be won, to become deals, and deals from then.
func (m *model) readInflow(ctx context.Context, q *question, params map[string]param) error {
	for section, into := range map[string]*stat.Curve{"inflow": &m.inflow, "conversion": &m.leads, "created": &m.created} {
		var cells []stat.Cell
		err := m.each(ctx, q, section, params, func(rows *sql.Rows) error {
			var days float64
			var cause, n int
			err := rows.Scan(&days, &cause, &n)
			cells = append(cells, stat.Cell{T: days, Cause: cause, N: n})
			return err
		})
		if err != nil {
			return err
		}
		*into, _ = stat.AalenJohansen(cells, 2)
	}
	return nil
}

func (m *model) readWins(ctx context.Context, q *question, params map[string]param) error {
	c := cell{q: q}
	err := m.each(ctx, q, "wins", params, func(rows *sql.Rows) error {
		var amount, ratio sql.NullFloat64
		if err := rows.Scan(&amount, &ratio); err != nil {
			return err
		}
		if amount.Valid && amount.Float64 > 0 {
			m.wins = append(m.wins, c.money(amount.Float64))
		}
		if ratio.Valid && ratio.Float64 > 0 {
			m.ratios = append(m.ratios, settled(ratio.Float64))
		}
		return nil
	})
	if len(m.ratios) < ratioWins {
		m.ratios = nil
	}
	return err
}

// level is a stage's level in force: the learned one or the configured one, as a
// posterior that a simulation can draw from.
func (m *model) level(i int) stat.StageLevel {
	if m.learned {
		return m.stages[i].level
	}
	d := m.stages[i].history.Default
	return stat.StageLevel{Alpha: stat.StagePrior * d, Beta: stat.StagePrior * (1 - d), Level: d}
}

// confidence is the learned probability of a deal of a stage and class at an age in
// days; a negative age is not known.
func (m *model) confidence(i int, age float64) float64 {
	s := m.stages[i]
	if age < 0 {
		return s.level.Level
	}
	return stat.Confidence(s.standing, s.level.Level, math.Floor(age))
}

// timing is the share of such deals' wins to come that fall in the period: of those of
// the stage that stood as long, blended with all of the stage, and that with all stages,
// by how many wins each has seen; where nothing was won, what everybody believes, that
// it will be now.
func (m *model) timing(i int, age float64) float64 {
	if m.to <= 0 {
		return 0
	}
	age = math.Floor(math.Max(0, age))
	share := 1.0
	if m.from > 0 {
		share = 0
	}
	if t, ok := shareInTime(m.all.At(age), m.from, m.to); ok {
		share = t
	}
	for _, seen := range []stat.Curve{m.stages[i].standing.At(0), m.stages[i].standing.At(age)} {
		if t, ok := shareInTime(seen, m.from, m.to); ok {
			wins := float64(seen.Events(1))
			share += wins / (wins + timingWins) * (t - share)
		}
	}
	return share
}

// shareInTime is the share of the wins that come from so many to so many days later;
// not ok where the curve knows of none.
func shareInTime(c stat.Curve, from, to float64) (float64, bool) {
	ever, _, _, ok := c.WinGivenOpen(1, 0)
	if !ok || ever <= 0 {
		return 0, false
	}
	in, ok := c.WinWithin(1, 0, from, to)
	return math.Min(1, in/ever), ok
}
