package storetest_test

import (
	"testing"

	"peil/internal/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestGoldenProductivity(t *testing.T) {
	storetest.ReadGolden(t, "01-productivity").Reports(t, storetest.SQLite)
}

func TestGoldenDecomposition(t *testing.T) {
	storetest.ReadGolden(t, "01b-decomposition").Reports(t, storetest.SQLite)
}

func TestGoldenStages(t *testing.T) {
	storetest.ReadGolden(t, "05-stage-conversion").Reports(t, storetest.SQLite)
}

func TestGoldenSources(t *testing.T) {
	storetest.ReadGolden(t, "03-lead-sources").Reports(t, storetest.SQLite)
}

func TestGoldenForecast(t *testing.T) {
	storetest.ReadGolden(t, "06-forecast").Reports(t, storetest.SQLite)
}

func TestGoldenBacktest(t *testing.T) {
	storetest.ReadGolden(t, "06b-backtest").Reports(t, storetest.SQLite)
}

func TestGoldenLosses(t *testing.T) {
	storetest.ReadGolden(t, "10-loss-reasons").Reports(t, storetest.SQLite)
}

func TestGoldenResponse(t *testing.T) {
	storetest.ReadGolden(t, "02-response-time").Reports(t, storetest.SQLite)
}

func TestGoldenActivities(t *testing.T) {
	storetest.ReadGolden(t, "07-activities").Reports(t, storetest.SQLite)
}

func TestGoldenChannels(t *testing.T) {
	storetest.ReadGolden(t, "08-contact-rate").Reports(t, storetest.SQLite)
}

func TestGoldenEmail(t *testing.T) {
	storetest.ReadGolden(t, "09-email").Reports(t, storetest.SQLite)
}

func TestGoldenUpsell(t *testing.T) {
	storetest.ReadGolden(t, "04-upsell-crosssell").Reports(t, storetest.SQLite)
}

func TestGoldenCalendar(t *testing.T) {
	storetest.ReadGolden(t, "12-calendar").Calendar(t, storetest.SQLite)
}

func TestGoldenAsOf(t *testing.T) {
	storetest.ReadGolden(t, "13-asof").AsOf(t, storetest.SQLite)
}
