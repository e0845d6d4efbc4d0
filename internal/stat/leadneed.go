package stat

import "math"

// LeadNeed is what decides whether there are leads enough for a budget (metrics.md
// §4.6, F5): what is booked and expected of open deals, the chance that a new lead is
// won in time and what it then brings, for how many weeks leads can still make it,
// and how many come a week.
type LeadNeed struct {
	Quota, Booked, Expected float64
	P, Value                float64
	Weeks, PerWeek          float64
}

// LeadPlan is the answer. Come is how many leads are expected in those weeks, Short
// how many of the Needed are then missing, Total where it all ends.
type LeadPlan struct {
	Gap, PerLead          float64
	Needed, NeededPerWeek float64
	Come                  float64
	Enough                bool
	Short, Total          float64
}

// Plan works it out: needed = ⌈(quota − booked − expected)/(p·v)⌉. Not ok where leads
// are needed and a lead is worth nothing.
func (n LeadNeed) Plan() (LeadPlan, bool) {
	p := LeadPlan{Gap: math.Max(0, n.Quota-n.Booked-n.Expected), PerLead: n.P * n.Value, Come: n.PerWeek * n.Weeks}
	if !finite(p.Gap, p.PerLead, p.Come) || p.Gap > 0 && p.PerLead <= 0 {
		return LeadPlan{}, false
	}
	if p.Gap > 0 {
		p.Needed = math.Ceil(p.Gap/p.PerLead - slack)
	}
	if n.Weeks > 0 {
		p.NeededPerWeek = p.Needed / n.Weeks
	}
	p.Enough = p.Come >= p.Needed
	p.Short = math.Max(0, p.Needed-p.Come)
	p.Total = n.Booked + n.Expected + p.Come*p.PerLead
	return p, true
}
