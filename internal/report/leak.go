package report

// Leak is what a stage costs by passing on fewer deals than it did before
// (metrics.md §4.5): (bench − conversion) · entering · P(win | next stage) · mean
// sale, in the unit of the mean sale. Below zero the stage gains.
func Leak(bench, conversion, entering, winFromNext, meanSale float64) float64 {
	return (bench - conversion) * entering * winFromNext * meanSale
}
