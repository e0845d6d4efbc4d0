package web

import (
	"time"

	"peil"
)

// Notes are what the company changed, the newest first.
type Notes struct {
	Notes []ChangeNote `json:"notes"`
}

// ChangeNote is something the company changed: a price list, a script.
type ChangeNote struct {
	ID         peil.ID             `json:"id"`
	Date       peil.Date           `json:"date"`
	Title      string              `json:"title"`
	Text       string              `json:"text"`
	Dims       map[string][]string `json:"dims" doc:"slices it is about; empty is everything"`
	By         *PersonRef          `json:"by"`
	RecordedAt time.Time           `json:"recorded_at"`
	Seq        int64               `json:"seq,omitempty" doc:"of the event just written"`
}

// NoteDraft is what somebody writes.
type NoteDraft struct {
	Date  peil.Date           `json:"date"`
	Title string              `json:"title" maxLength:"120"`
	Text  string              `json:"text,omitempty" maxLength:"4000"`
	Dims  map[string][]string `json:"dims,omitempty"`
}

// Written says which event was written.
type Written struct {
	Seq int64 `json:"seq"`
}
