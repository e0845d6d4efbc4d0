package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"github.com/xuri/excelize/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"peil"
	"peil/internal/locale"
)

func TestTextFitsAndHasColourOnlyWhenAsked(t *testing.T) {
	for _, by := range []string{"", "user"} {
		for _, width := range []int{60, 100} {
			var b bytes.Buffer
			if err := Text(&b, sample(by), Options{Width: width, Trend: true}); err != nil {
				t.Fatal(err)
			}
			for l := range strings.SplitSeq(b.String(), "\n") {
				if n := utf8.RuneCountInString(l); n > width && by != "" {
					t.Errorf("%d columns, at most %d: %q", n, width, l)
				}
				if strings.TrimRight(l, " ") != l {
					t.Errorf("trailing space: %q", l)
				}
			}
			if strings.Contains(b.String(), "\x1b") {
				t.Error("colour without a terminal")
			}
		}
	}
	var b bytes.Buffer
	if err := Text(&b, sample(""), Options{Color: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[32m") || !strings.Contains(b.String(), "\x1b[31m") {
		t.Error("good and bad news have no colour")
	}
}

func TestMoneySignAndWord(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, sample(""), Options{Words: locale.For("nb")}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"866\u00a0460\u00a0kr", "+12\u00a0% bedre", "−13\u00a0% dårligere", "+5\u00a0pp usikkert", "3 av 4  for lite data",
		"–  Ingen kostnader er registrert", "Median salgssyklus: Foreløpig – 64\u00a0% av sakene er avklart", "+3,4\u00a0d dårligere", "1\u00a0200 uten dato", "▁·▇█"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestCSVReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := CSV(&b, sample("user"), Options{}); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Error("no byte order mark")
	}
	rows := readCSV(t, text)
	if len(rows) != 1+3+4 {
		t.Fatalf("%d rows", len(rows))
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	total := rows[3]
	for key, want := range map[string]string{"slice": "Totalt", "from": "2017-11-01", "until": "2017-11-30", "rev": "866460", "win_rate_closed": "0.42857",
		"win_rate_closed_lo": "0.158", "rev_previous": "774000", "return": "", "return_reason": "no_cost", "lost_display": "too_few"} {
		if i, ok := at[key]; !ok || total[i] != want {
			t.Errorf("%s is %q, want %q", key, total[i], want)
		}
	}

	b.Reset()
	if err := CSVRows(&b, sampleRows(), Options{}); err != nil {
		t.Fatal(err)
	}
	rows = readCSV(t, strings.TrimPrefix(b.String(), "\ufeff"))
	if rows[1][0] != "'=HYPERLINK(\"http://x\")" {
		t.Errorf("a formula is not guarded: %q", rows[1][0])
	}
	if rows[2][0] != "Blåbær; \"AS\"\nlinje" || rows[1][2] != "27600.5" || rows[1][3] != "2017-11-03T23:30:00Z" {
		t.Errorf("rows read back as %q", rows[1:])
	}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestXLSXReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := XLSX(&b, sample("user"), Options{Words: locale.For("en"), Location: oslo(t)}); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	cell := func(sheet, at string) string {
		v, err := x.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if got := cell("Result", "A4") + " " + cell("Result", "D4") + " " + cell("Result", "D1"); got != "Total 866460 Bookings" {
		t.Errorf("the total reads %q", got)
	}
	if typ, err := x.GetCellType("Result", "D4"); err != nil || typ == excelize.CellTypeInlineString || typ == excelize.CellTypeSharedString {
		t.Errorf("money is stored as %v, %v", typ, err)
	}
	if got := cell("About the figures", "B1"); got != "Sales productivity" {
		t.Errorf("the last sheet is of %q", got)
	}
	if got := cell("Answered by then", "A2") + " " + cell("Answered by then", "B2") + " " + cell("Answered by then", "C2"); got != "5 Test Person Fire 0.42857" {
		t.Errorf("the figure reads %q", got)
	}

	b.Reset()
	if err := XLSXRows(&b, sampleRows(), Options{Location: oslo(t)}); err != nil {
		t.Fatal(err)
	}
	if x, err = excelize.OpenReader(&b); err != nil {
		t.Fatal(err)
	}
	shown, err := x.GetRows("Resultat")
	if err != nil {
		t.Fatal(err)
	}
	// 23:30 UTC is after midnight in Oslo.
	if len(shown) != 3 || shown[1][1] != "2017-11-03" || shown[1][3] != "2017-11-04 00:30" || shown[1][0] != "=HYPERLINK(\"http://x\")" {
		t.Errorf("rows read back as %q", shown)
	}
	if formula, err := x.GetCellFormula("Resultat", "A2"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}
}

// TestJSONShape holds the answer to exactly the keys of the API.
func TestJSONShape(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, sample("user"), Options{}); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	keys(t, "result", got, "report def_version period as_of known_at by grain measures rows series figures excluded notes flags changes advice rows_href")
	figure := got["figures"].([]any)[0]
	keys(t, "figure", figure, "id title chart marks axes measures cells ticks")
	keys(t, "mark", figure.(map[string]any)["marks"].([]any)[0], "measure beside from to")
	keys(t, "axis", figure.(map[string]any)["axes"].([]any)[0], "id name unit")
	keys(t, "cell", figure.(map[string]any)["cells"].([]any)[0], "keys labels measures open")
	keys(t, "period", got["period"], "from to")
	if p := got["period"].(map[string]any); p["from"] != "2017-11-01" || p["to"] != "2017-12-01" {
		t.Errorf("the period is %v", p)
	}
	rows := got["rows"].([]any)
	first := rows[0].(map[string]any)
	keys(t, "row", first, "slice key label measures")
	if first["slice"] != nil {
		t.Errorf("the total's slice is %v", first["slice"])
	}
	if label := rows[1].(map[string]any)["slice"]; label != "Test Person Fire med et langt navn til" {
		t.Errorf("a slice is called %v", label)
	}
	m := first["measures"].(map[string]any)
	for id := range m {
		keys(t, id, m[id], "value reason unit currency k n interval display maturity chance restated without_largest compare")
	}
	rate := m["win_rate_closed"].(map[string]any)
	keys(t, "interval", rate["interval"], "lo hi level method")
	keys(t, "compare", rate["compare"].([]any)[0], "to period value delta interval business_days current current_period")
	if m["rev"].(map[string]any)["value"] != 866460.0 || m["return"].(map[string]any)["value"] != nil || m["return"].(map[string]any)["reason"] != "no_cost" {
		t.Errorf("measures are %v", m)
	}
	keys(t, "excluded", got["excluded"].([]any)[0], "reason label n")
	if advice, ok := got["advice"].([]any); !ok || len(advice) != 0 {
		t.Errorf("no advice is %v", got["advice"])
	}
}

func keys(t *testing.T, what string, v any, want string) {
	t.Helper()
	m, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("%s is %v", what, v)
	}
	names := strings.Fields(want)
	for _, k := range names {
		if _, ok := m[k]; !ok {
			t.Errorf("%s lacks %q", what, k)
		}
	}
	if len(m) != len(names) {
		t.Errorf("%s has other keys than %s: %v", what, want, m)
	}
}

func TestEmptyResultPrints(t *testing.T) {
	for _, f := range Formats {
		var b bytes.Buffer
		if err := f.Result(&b, &peil.Result{Report: "losses", Period: november}, Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", f.ID, b.Len(), err)
		}
		b.Reset()
		if err := f.Rows(&b, &peil.Table{}, Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s rows: %d bytes, %v", f.ID, b.Len(), err)
		}
	}
}

func TestFind(t *testing.T) {
	if f, err := Find("XLSX"); err != nil || f.ID != "xlsx" {
		t.Errorf("%v, %v", f.ID, err)
	}
	_, err := Find("pdf")
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "unknown_format" || len(e.Hints) != len(Formats) {
		t.Errorf("%v", err)
	}
}

func TestMarkdownDoesNotRunNames(t *testing.T) {
	if got := markdownText("a|b <script> [x](y)\n"); got != "a\\|b &lt;script&gt; \\[x\\](y) " {
		t.Errorf("%q", got)
	}
}
