package file

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"peil"
)

// magics are what files of other formats begin with.
var magics = []struct{ magic, what string }{
	{"\xd0\xcf\x11\xe0", "old_excel"}, {"%PDF", "pdf"}, {"\x89PNG", "picture"}, {"\xff\xd8\xff", "picture"}, {"GIF8", "picture"},
	{"\x1f\x8b", "gzip"}, {"7z\xbc\xaf", "archive"}, {"Rar!", "archive"}, {"SQLite format 3", "database"}, {"\x7fELF", "program"},
	{"MZ\x90", "program"}, {"PAR1", "parquet"}, {"BZh9", "archive"}, {"{\\rtf", "document"},
}

// recognise tells a format by the first bytes; the name decides only between
// texts. A .csv that begins like a zip is a workbook that somebody renamed.
func recognise(head []byte, name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		if isWorkbook(head) {
			return "xlsx"
		}
		return "zip"
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.what
		}
	}
	enc := charset(head)
	if enc == "" {
		return "binary"
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, bomUTF8), " \t\r\n")
	if len(text) == 0 {
		return "empty"
	}
	if enc == "utf-8" && (text[0] == '{' || text[0] == '[') {
		return jsonKind(text)
	}
	lower := bytes.ToLower(text[:min(len(text), 200)])
	if bytes.HasPrefix(lower, []byte("<!doctype")) || bytes.HasPrefix(lower, []byte("<html")) || bytes.HasPrefix(lower, []byte("<?xml")) {
		return "markup"
	}
	if !slices.Contains(tableExtensions, ext) || looksLikeProse(name) {
		return "other"
	}
	return "csv"
}

// isWorkbook looks at the name of a zip's first member: spreadsheet programs
// write one of these first.
func isWorkbook(head []byte) bool {
	if len(head) < 30 {
		return false
	}
	n := int(head[26]) | int(head[27])<<8
	name := string(head[30:min(len(head), 30+n)])
	return name == "[Content_Types].xml" || strings.HasPrefix(name, "_rels/") || strings.HasPrefix(name, "docProps/") ||
		strings.HasPrefix(name, "xl/")
}

// looksLikeProse are the texts that lie beside exports and are no tables.
func looksLikeProse(name string) bool {
	base := strings.ToLower(filepath.Base(name))
	base = strings.TrimSuffix(base, filepath.Ext(base))
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".txt" && slices.Contains([]string{"readme", "source", "license", "licence", "notes", "lesmeg"}, base)
}

func jsonKind(text []byte) string {
	if text[0] == '[' {
		return "json"
	}
	line, rest, more := bytes.Cut(text, []byte("\n"))
	line, rest = bytes.TrimSpace(line), bytes.TrimSpace(rest)
	if more && bytes.HasSuffix(line, []byte("}")) && bytes.HasPrefix(rest, []byte("{")) {
		return "jsonl"
	}
	return "json"
}

var (
	bomUTF8    = []byte("\xef\xbb\xbf")
	bomUTF16LE = []byte("\xff\xfe")
	bomUTF16BE = []byte("\xfe\xff")
)

// charset tells the encoding of a text by its beginning, or "" where it is no
// text. Bytes that are not UTF-8 make it Windows-1252.
func charset(head []byte) string {
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		return "utf-8"
	case bytes.HasPrefix(head, bomUTF16LE):
		return "utf-16le"
	case bytes.HasPrefix(head, bomUTF16BE):
		return "utf-16be"
	}
	var nul [2]int
	control := 0
	for i, c := range head {
		switch {
		case c == 0:
			nul[i&1]++
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v':
			control++
		}
	}
	half := len(head) / 2
	switch {
	case nul[1] > half/2 && nul[0] <= half/20:
		return "utf-16le"
	case nul[0] > half/2 && nul[1] <= half/20:
		return "utf-16be"
	case nul[0]+nul[1] > 0 || control > len(head)/50:
		return ""
	}
	cut := head // the sample may end inside a character
	for i := 0; i < utf8.UTFMax && len(cut) > 0 && !utf8.Valid(cut); i++ {
		cut = cut[:len(cut)-1]
	}
	if utf8.Valid(cut) && (len(head) == sampleSize || len(cut) == len(head)) {
		return "utf-8"
	}
	return "windows-1252"
}

// notATable says in words why a file is refused.
func notATable(name, what string) error {
	e := peil.Invalid("not_a_table", "%s is not a table: Peil reads CSV, XLSX, JSON, JSON lines, and zips of these", name)
	switch what {
	case "empty":
		e = peil.Invalid("empty_file", "%s is empty", name)
	case "old_excel":
		e = peil.Invalid("old_excel", "%s is in the old Excel format (.xls): save it as .xlsx or CSV", name)
	case "gzip", "archive":
		e = peil.Invalid("unknown_archive", "%s is an archive of a kind that is not read: unpack it first, or make it a zip", name)
	}
	return e.InField("path")
}
