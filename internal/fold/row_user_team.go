package fold

import (
	"peil"
)

// UserTeam is a row of user_team; see facts/schema.sql.
type UserTeam struct {
	UserID peil.ID
	TeamID peil.ID
	FromOn peil.Date
	ToOn   peil.Date
}

// Append adds the row's columns, in the order of the table, to dst.
func (r UserTeam) Append(dst []any) []any {
	return append(dst,
		id(r.UserID), id(r.TeamID), day(r.FromOn), day(r.ToOn),
	)
}
