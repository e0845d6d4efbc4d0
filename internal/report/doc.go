// Package report turns the facts of a workspace into the numbers of
// metrics.md: a number is a set of rows.
//
// A report is a text of SQL that says which rows count (its facts) and how they
// add up (its summaries), and a list of measures that make values of the sums.
// It says nothing of periods, comparison, filters, slices, currency, trend or
// paging: the runner puts these around the text,
//
//	with win as (<windows>), facts as (<the report's>), priced as (<in base
//	currency>), scoped as (<sliced and filtered>), sliced as (<what counts>)
//	<a summary>
//
// so that every report has them all, and the rows that a number opens are the
// very rows that it was counted from. One statement answers all windows: the
// period, the periods it is compared with and the buckets of a trend.
//
// The texts keep to what DuckDB and PostgreSQL share.
package report
