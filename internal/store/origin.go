package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"peil"
)

// Origin says which record of another system a record of ours is. Hash is of the
// content that was imported: the same again means that nothing has changed.
type Origin struct {
	System, ExternalID string
	Record             peil.Record
	Hash               []byte
}

var originTable = table{name: "origin", key: 3, columns: []column{
	{"system", textType}, {"external_id", textType}, {"batch_id", uuidType},
	{"kind", textType}, {"record_id", uuidType}, {"hash", bytesType},
}}

// storedID is how an external id is stored: one that looks like an e-mail
// address is personal, so only a keyed hash of it is kept.
func (w *Workspace) storedID(external string) string {
	at := strings.LastIndexByte(external, '@')
	if at < 1 || at == len(external)-1 {
		return external
	}
	h := hmac.New(sha256.New, w.id[:])
	h.Write([]byte(strings.ToLower(strings.TrimSpace(external))))
	return "address:" + hex.EncodeToString(h.Sum(nil))
}

func (w *Workspace) originRow(o Origin, batch peil.ID) []any {
	hash := o.Hash
	if hash == nil {
		hash = []byte{}
	}
	return []any{o.System, w.storedID(o.ExternalID), batch, o.Record.Kind, o.Record.ID, hash}
}

// Origins finds the records that a system's ids stand for, by the ids as they
// were given; those that were never imported, or whose batch is open or undone,
// are left out.
func (w *Workspace) Origins(ctx context.Context, system string, externalIDs []string) (map[string]Origin, error) {
	given := make(map[string]string, len(externalIDs))
	stored := make([]string, len(externalIDs))
	for i, ext := range externalIDs {
		stored[i] = w.storedID(ext)
		given[stored[i]] = ext
	}
	found := make(map[string]Origin, len(externalIDs))
	err := w.store.engine.read(ctx, func(c conn) error {
		return pages(stored, most, func(ids []string) error {
			return c.query(ctx, `select o.external_id, o.kind, o.record_id, o.hash from origin o
				join batch b on b.workspace_id = o.workspace_id and b.batch_id = o.batch_id and b.state = 'committed'
				where o.workspace_id = $1 and o.system = $2 and o.external_id in $3
				order by o.external_id, b.last_seq`, []any{w.id, system, ids}, func(s scan) error {
				o := Origin{System: system}
				var ext string
				err := s(&ext, &o.Record.Kind, idOf{&o.Record.ID}, &o.Hash)
				o.ExternalID = given[ext]
				found[o.ExternalID] = o // the newest comes last
				return err
			})
		})
	})
	return found, err
}

// originsTaken finds an id that an open batch gives a record, and that a batch
// committed meanwhile has given another.
func originsTaken(ctx context.Context, c conn, ws peil.ID, batch Batch) error {
	var taken error
	meanwhile := false
	err := c.query(ctx, "select 1 from batch where workspace_id = $1 and state = 'committed' and last_seq > $2 limit 1",
		[]any{ws, batch.FirstSeq}, func(scan) error { meanwhile = true; return nil })
	if err != nil || !meanwhile {
		return err
	}
	err = c.query(ctx, `select o.system, o.external_id from origin o
		join origin p on p.workspace_id = o.workspace_id and p.system = o.system and p.external_id = o.external_id
			and p.batch_id <> o.batch_id and p.record_id <> o.record_id
		join batch b on b.workspace_id = p.workspace_id and b.batch_id = p.batch_id and b.state = 'committed'
		where o.workspace_id = $1 and o.batch_id = $2 limit 1`, []any{ws, batch.ID}, func(s scan) error {
		var system, ext string
		if err := s(&system, &ext); err != nil {
			return err
		}
		taken = peil.Conflict("imported_meanwhile",
			"another import has brought in %s of %s meanwhile; nothing of this one counts: run it again", ext, system)
		return nil
	})
	if err != nil {
		return err
	}
	return taken
}
