package store

import (
	"context"
	"slices"

	"peil"
)

var textTable = table{name: "text", columns: []column{
	{"subject_id", uuidType}, {"field", textType}, {"version", intType},
	{"kind", textType}, {"value", textType}, {"batch_id", uuidType},
}}

// textCounts is the condition that text t counts, as eventCounts is for events.
const textCounts = `(t.batch_id is null or exists (select 1 from batch b
	where b.workspace_id = t.workspace_id and b.batch_id = t.batch_id and b.state = 'committed'))`

// textKey names a text of a record.
type textKey struct {
	subject peil.ID
	field   string
}

// readVersions learns the newest versions of the texts of the subjects that
// drafts set texts of.
func (p *pending) readVersions(ctx context.Context, c conn, subjects []peil.ID) error {
	if p.versions == nil {
		p.versions = make(map[textKey]int)
	}
	slices.SortFunc(subjects, less)
	return pages(slices.Compact(subjects), most, func(ids []peil.ID) error {
		return c.query(ctx, "select subject_id, field, max(version) from text where workspace_id = $1 and subject_id in $2 group by subject_id, field",
			[]any{p.ws, ids}, func(s scan) error {
				var k textKey
				var version int64
				err := s(idOf{&k.subject}, &k.field, &version)
				p.versions[k] = int(version)
				return err
			})
	})
}

// setTexts stores the texts of an event as new versions, in the order of their
// fields, and gives the versions.
func (p *pending) setTexts(texts map[string]string, pl peil.Payload, batch peil.ID) map[string]int {
	if len(texts) == 0 {
		return nil
	}
	about := recordOf(pl)
	fields := make([]string, 0, len(texts))
	for f := range texts {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	versions := make(map[string]int, len(texts))
	for _, f := range fields {
		// A refused command leaves a gap in the versions: they only have to grow.
		k := textKey{about.ID, f}
		p.versions[k]++
		versions[f] = p.versions[k]
		p.texts = append(p.texts, []any{about.ID, f, int64(versions[f]), about.Kind, texts[f], orNull(batch)})
	}
	return versions
}

// Labels gives the newest name of each record that has one.
func (w *Workspace) Labels(ctx context.Context, ids []peil.ID) (map[peil.ID]string, error) {
	labels := make(map[peil.ID]string, len(ids))
	err := w.store.engine.read(ctx, func(c conn) error {
		return pages(ids, most, func(ids []peil.ID) error {
			return c.query(ctx, "select t.subject_id, t.value from text t where t.workspace_id = $1 and t.field = 'name' and t.value <> '' and "+
				textCounts+" and t.subject_id in $2 order by t.subject_id, t.version", []any{w.id, ids}, scanLabel(labels))
		})
	})
	return labels, err
}

// Named gives the names of all records of a kind ("stage", "user", "account") that have one.
func (w *Workspace) Named(ctx context.Context, kind string) (map[peil.ID]string, error) {
	names := make(map[peil.ID]string)
	err := w.store.engine.read(ctx, func(c conn) error {
		return c.query(ctx, "select t.subject_id, t.value from text t where t.workspace_id = $1 and t.kind = $2 and t.field = 'name' and t.value <> '' and "+
			textCounts+" order by t.subject_id, t.version", []any{w.id, kind}, scanLabel(names))
	})
	return names, err
}

// scanLabel keeps the last value of each subject: the newest.
func scanLabel(into map[peil.ID]string) func(scan) error {
	return func(s scan) error {
		var id peil.ID
		var name string
		err := s(idOf{&id}, &name)
		into[id] = name
		return err
	}
}

// Texts gives the newest value of each text field of a record; an erased one is
// left out.
func (w *Workspace) Texts(ctx context.Context, subject peil.ID) (map[string]string, error) {
	texts := make(map[string]string)
	err := w.store.engine.read(ctx, func(c conn) error {
		return c.query(ctx, "select t.field, t.value from text t where t.workspace_id = $1 and t.subject_id = $2 and t.value <> '' and "+
			textCounts+" order by t.field, t.version", []any{w.id, subject}, func(s scan) error {
			var field, value string
			err := s(&field, &value)
			texts[field] = value
			return err
		})
	})
	return texts, err
}
