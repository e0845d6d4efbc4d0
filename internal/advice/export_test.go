package advice

import (
	"context"
	"strings"
	"time"

	"peil"
	"peil/internal/report"
)

// EvaluateTests is Evaluate of the statistical rules alone, those that nobody has
// tried among them: facts would only take their places.
func EvaluateTests(ctx context.Context, v *report.View, at time.Time, due Due, past []peil.Advice, only string) ([]Finding, error) {
	found, err := evaluate(ctx, v, at, func(r *Rule) bool { return !r.Fact && due.has(r.Every) && strings.HasPrefix(r.ID, only) })
	return choose(found, at, past), err
}

// FindAll is all that the rules have to say at a moment, said before or not.
func FindAll(ctx context.Context, v *report.View, at time.Time, only string) ([]Finding, error) {
	return evaluate(ctx, v, at, func(r *Rule) bool { return strings.HasPrefix(r.ID, only) })
}
