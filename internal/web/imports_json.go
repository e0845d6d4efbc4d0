package web

import (
	"time"

	"peil"
	"peil/internal/source/mapping"
)

// Imports are those stored and those being prepared, the newest first.
type Imports struct {
	Drafts  []ImportDraft `json:"drafts"`
	Imports []ImportBatch `json:"imports"`
	Limits  ImportLimits  `json:"limits"`
}

// ImportLimits bound an upload.
type ImportLimits struct {
	FileBytes int64 `json:"file_bytes"`
	Files     int   `json:"files"`
	Hours     int   `json:"hours" doc:"how long a draft is kept that nobody touches"`
}

// ImportBatch is an import that was stored.
type ImportBatch struct {
	ID      peil.ID        `json:"id"`
	State   string         `json:"state" enum:"open,committed,undone"`
	Title   string         `json:"title"`
	System  string         `json:"system"`
	Files   []string       `json:"files"`
	Counts  map[string]int `json:"counts" doc:"kind of table → records new or changed; kind.* of the catalogue"`
	By      *PersonRef     `json:"by" doc:"null where the command line or the sample did it"`
	Started time.Time      `json:"started"`
	Ended   *time.Time     `json:"ended"`
	Events  int            `json:"events"`
	Sample  bool           `json:"sample" doc:"the sample company, which is not undone"`
}

// ImportDraft is an import that is being prepared. It lives in the data
// directory's scratch and is swept away after a day, at apply, or at restart.
type ImportDraft struct {
	ID        peil.ID         `json:"id"`
	Workspace string          `json:"workspace"`
	State     string          `json:"state" enum:"files,reading,ready,applying,done,failed"`
	Files     []ImportFile    `json:"files"`
	Progress  *ImportProgress `json:"progress" doc:"while reading or applying"`
	Plan      *ImportPlan     `json:"plan" doc:"what was understood, from ready on"`
	Outcome   *ImportOutcome  `json:"outcome" doc:"when done"`
	Error     *ErrorJSON      `json:"error" doc:"when failed, or what was wrong with the last correction"`
	Changed   time.Time       `json:"changed"`
	Expires   time.Time       `json:"expires"`
}

// ImportFile is an uploaded file.
type ImportFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// ImportProgress is how far it is.
type ImportProgress struct {
	What  string `json:"what" enum:"read,store" doc:"read counts bytes, store counts records"`
	File  string `json:"file"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// ImportRead says how the files are to be read.
type ImportRead struct {
	Currency peil.Currency `json:"currency,omitempty" doc:"base currency, set by the first import; proposed if absent"`
}

// ImportPlan is what was understood and what would be done.
type ImportPlan struct {
	Vendor           string          `json:"vendor" doc:"the system whose export was recognised, or empty"`
	Currency         peil.Currency   `json:"currency"`
	CurrencyProposed bool            `json:"currency_proposed" doc:"this import is the first and sets it"`
	Tables           []ImportTable   `json:"tables"`
	Skipped          []ImportSkipped `json:"skipped"`
	Stages           []ImportStage   `json:"stages"`
	NearNames        []ImportNear    `json:"near_names"`
	Made             map[string]int  `json:"made" doc:"kind → records that only names in other rows tell of"`
	Warnings         []ImportWarning `json:"warnings"`
	Questions        []ImportAsk     `json:"questions" doc:"what the files leave open; the guess holds meanwhile"`
	Refused          []ImportRefused `json:"refused" doc:"the first rows that cannot be read"`
	RefusedN         int             `json:"refused_n"`
	First            *time.Time      `json:"first"`
	Last             *time.Time      `json:"last"`
	New              int             `json:"new"`
	Changed          int             `json:"changed"`
	Untouched        int             `json:"untouched"`
}

// ImportTable is one table of the files.
type ImportTable struct {
	File       string         `json:"file"`
	Format     string         `json:"format"`
	Encoding   string         `json:"encoding"`
	Delimiter  string         `json:"delimiter"`
	Kind       mapping.Kind   `json:"kind"`
	System     string         `json:"system"`
	Unsure     bool           `json:"unsure"`
	Rows       int            `json:"rows"`
	Columns    []ImportColumn `json:"columns"`
	New        int            `json:"new"`
	Changed    int            `json:"changed"`
	Untouched  int            `json:"untouched"`
	Duplicates int            `json:"duplicates"`
	Refused    int            `json:"refused"`
	Deleted    int            `json:"deleted"`
	Sample     [][]string     `json:"sample" doc:"its first rows"`
}

// ImportColumn is one column, and what it is taken for.
type ImportColumn struct {
	Name     string        `json:"name"`
	Role     mapping.Role  `json:"role" doc:"empty where it is left out"`
	Dates    string        `json:"dates" enum:",dmy,mdy,ymd"`
	Decimal  string        `json:"decimal" doc:"a point, a comma, or empty"`
	Currency peil.Currency `json:"currency"`
	Unit     string        `json:"unit"`
	Values   int           `json:"values"`
	Missing  int           `json:"missing"`
	Example  string        `json:"example"`
}

// ImportSkipped is a file that was left out.
type ImportSkipped struct {
	Name   string `json:"name"`
	Reason string `json:"reason" doc:"skipped.* of the catalogue"`
}

// ImportStage is a stage in its order.
type ImportStage struct {
	Pipeline    string   `json:"pipeline"`
	Name        string   `json:"name"`
	Kind        string   `json:"kind" enum:"open,won,lost,cancelled"`
	Probability *float64 `json:"probability" doc:"of winning from here, a fraction; null is not said"`
}

// ImportNear is a name that nearly matches another.
type ImportNear struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Like   string `json:"like"`
	Count  int    `json:"count"`
	Safe   bool   `json:"safe" doc:"they differ only in case, spaces, punctuation or legal form"`
	Joined bool   `json:"joined"`
}

// ImportWarning is something to know before going on.
type ImportWarning struct {
	Code string `json:"code"`
	N    int    `json:"n"`
	Said string `json:"said" doc:"in the language asked for"`
}

// ImportAsk is something the files leave open.
type ImportAsk struct {
	ID      string   `json:"id"`
	Code    string   `json:"code" enum:"currency,dates,join"`
	File    string   `json:"file"`
	Column  string   `json:"column"`
	Example string   `json:"example"`
	Choices []string `json:"choices"`
	Guess   string   `json:"guess"`
	Said    string   `json:"said" doc:"the question in the language asked for"`
}

// ImportRefused is a row that cannot be read.
type ImportRefused struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Said   string `json:"said" doc:"the reason in the language asked for"`
}

// ImportAnswers are answers by the questions' ids.
type ImportAnswers struct {
	Answers map[string]string `json:"answers"`
}

// ImportMapping corrects what was understood. The tables and stages that it
// names are taken as it says; others stay as they are.
type ImportMapping struct {
	Currency peil.Currency        `json:"currency,omitempty"`
	Tables   []ImportTableMapping `json:"tables,omitempty"`
	Stages   []ImportStage        `json:"stages,omitempty" doc:"all of them, in order"`
}

// ImportTableMapping is what a table is to be taken for.
type ImportTableMapping struct {
	File    string                `json:"file"`
	Kind    mapping.Kind          `json:"kind"`
	System  string                `json:"system,omitempty"`
	Columns []ImportColumnMapping `json:"columns" doc:"all of them; one that is not named is left out"`
}

// ImportColumnMapping is what a column is to be taken for.
type ImportColumnMapping struct {
	Name     string        `json:"name"`
	Role     mapping.Role  `json:"role"`
	Dates    string        `json:"dates,omitempty" enum:",dmy,mdy,ymd"`
	Decimal  string        `json:"decimal,omitempty" doc:"a point, a comma, or empty to let the values decide"`
	Currency peil.Currency `json:"currency,omitempty"`
	Unit     string        `json:"unit,omitempty" doc:"s or min, for a duration"`
}

// ImportOutcome is what an import did.
type ImportOutcome struct {
	Batch     *peil.ID        `json:"batch" doc:"what undo takes; null where there was nothing to store"`
	Seq       int64           `json:"seq"`
	Events    int             `json:"events"`
	New       int             `json:"new"`
	Changed   int             `json:"changed"`
	Untouched int             `json:"untouched"`
	Refused   int             `json:"refused"`
	Late      []ImportRefused `json:"late" doc:"rows that could be read and contradict what is stored"`
}

// ImportKinds are the kinds a table can have, with the roles of their columns.
type ImportKinds struct {
	Kinds []ImportKind `json:"kinds"`
}

// ImportKind is a kind of table.
type ImportKind struct {
	ID    mapping.Kind `json:"id"`
	Name  string       `json:"name"`
	Roles []ImportRole `json:"roles"`
}

// ImportRole is what a column can be.
type ImportRole struct {
	ID   mapping.Role `json:"id"`
	Name string       `json:"name"`
	Type string       `json:"type" enum:"text,date,money,percent,bool,duration,number,email"`
}

// Undo takes an import out of every number.
type Undo struct {
	Force bool `json:"force,omitempty" doc:"also where people have since worked on its records"`
}

// Undone is what was taken out.
type Undone struct {
	Seq    int64       `json:"seq"`
	Worked []RecordRef `json:"worked" doc:"records that people had worked on"`
}

// UndoConflict lists what people have since worked on.
type UndoConflict struct {
	ErrorJSON
	Worked []RecordRef `json:"worked" doc:"at most 200 of them"`
	Total  int         `json:"total"`
}

// RecordRef names a record.
type RecordRef struct {
	Kind  string  `json:"kind" doc:"record.* of the catalogue"`
	ID    peil.ID `json:"id"`
	Label string  `json:"label"`
}
