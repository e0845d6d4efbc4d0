package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"peil"
	"peil/internal/store"
)

// Until accounts exist, a browser says who uses it: a cookie with the id of one of
// the workspace's people. It is no proof of anything; sign-in will take its place.

// personCookie is the name of that cookie; each workspace has its own.
func personCookie(ws *store.Workspace) string { return "peil_person_" + ws.Name() }

// cookieSeconds is how long a browser remembers it: a year.
const cookieSeconds = 365 * 24 * 3600

// peopleOf lists the people of a workspace by name.
func peopleOf(ctx context.Context, ws *store.Workspace) ([]Person, error) {
	users, err := ws.Users(ctx, nil)
	if err != nil {
		return nil, err
	}
	names, err := ws.Named(ctx, "user")
	if err != nil {
		return nil, err
	}
	teams, err := ws.Named(ctx, "team")
	if err != nil {
		return nil, err
	}
	out := []Person{}
	for _, u := range users {
		p := Person{ID: u.User, Name: names[u.User], Sells: u.Sells, Active: u.Left.IsZero()}
		if p.Name == "" {
			p.Name = u.User.String()
		}
		if team := teams[u.Team]; team != "" {
			p.Team = &team
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return out, nil
}

func (s *Server) people(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r)
	if err != nil {
		return err
	}
	list, err := peopleOf(r.Context(), ws)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, People{list})
}

// asking is the workspace of a request, whose parameters beside workspace and lang
// are those named.
func (s *Server) asking(r *http.Request, params ...string) (*store.Workspace, error) {
	known := append([]string{"workspace", "lang"}, params...)
	for name, values := range r.URL.Query() {
		if !slices.Contains(known, name) {
			e := peil.Invalid("unknown_parameter", "there is no parameter %q; parameters are %s", name, strings.Join(known, ", "))
			e.Field, e.Hints = name, known
			return nil, e
		}
		if len(values) > 1 {
			return nil, peil.Invalid("repeated_parameter", "%s is given %d times", name, len(values)).InField(name)
		}
	}
	return s.Workspace(r.Context(), r.URL.Query().Get("workspace"))
}

// whoami is the person that the browser says it is, nil where it says none or one
// who is not of the workspace.
func whoami(r *http.Request, ws *store.Workspace) (*Person, error) {
	c, err := r.Cookie(personCookie(ws))
	if err != nil {
		return nil, nil // no cookie is nobody
	}
	id, err := peil.ParseID(c.Value)
	if err != nil {
		return nil, nil // neither is one of something else
	}
	return personOf(r.Context(), ws, id)
}

func personOf(ctx context.Context, ws *store.Workspace, id peil.ID) (*Person, error) {
	list, err := peopleOf(ctx, ws)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(list, func(p Person) bool { return p.ID == id }); i >= 0 {
		return &list[i], nil
	}
	return nil, nil
}

// actor is who causes what a request writes. A workspace that has people wants one
// of them; one that has none yet, such as before its first import, takes fallback.
func actor(r *http.Request, ws *store.Workspace, fallback peil.ActorKind) (peil.Actor, *Person, error) {
	p, err := whoami(r, ws)
	if err != nil {
		return peil.Actor{}, nil, err
	}
	if p != nil {
		return peil.Actor{Kind: peil.ActorUser, ID: p.ID}, p, nil
	}
	users, err := ws.Users(r.Context(), nil)
	if err != nil {
		return peil.Actor{}, nil, err
	}
	if len(users) > 0 {
		return peil.Actor{}, nil, peil.Conflict("choose_person", "say who you are first: what is written says who wrote it").InField("person")
	}
	return peil.Actor{Kind: fallback}, nil, nil
}

func (s *Server) me(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r)
	if err != nil {
		return err
	}
	p, err := whoami(r, ws)
	if err != nil {
		return err
	}
	return s.writeMe(w, r, ws, p)
}

func (s *Server) writeMe(w http.ResponseWriter, r *http.Request, ws *store.Workspace, p *Person) error {
	users, err := ws.Users(r.Context(), nil)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, Me{Person: p, Needed: p == nil && len(users) > 0})
}

func (s *Server) chooseMe(w http.ResponseWriter, r *http.Request) error {
	ws, err := s.asking(r)
	if err != nil {
		return err
	}
	var c Chosen
	if err := readJSON(w, r, &c); err != nil {
		return err
	}
	cookie := &http.Cookie{Name: personCookie(ws), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: -1}
	var p *Person
	if c.Person != nil {
		if p, err = personOf(r.Context(), ws, *c.Person); err != nil {
			return err
		}
		if p == nil {
			return peil.NotFound("unknown_person", "there is nobody %s in this workspace", *c.Person).InField("person")
		}
		cookie.Value, cookie.MaxAge = p.ID.String(), cookieSeconds
	}
	http.SetCookie(w, cookie)
	return s.writeMe(w, r, ws, p)
}

// refOf names a person.
func refOf(p *Person) *PersonRef {
	if p == nil {
		return nil
	}
	return &PersonRef{p.ID, p.Name}
}

// names are the people by id, for lists that say who.
func names(ctx context.Context, ws *store.Workspace) (func(peil.ID) *PersonRef, error) {
	all, err := ws.Named(ctx, "user")
	return func(id peil.ID) *PersonRef {
		if id.IsZero() {
			return nil
		}
		name := all[id]
		if name == "" {
			name = id.String()
		}
		return &PersonRef{id, name}
	}, err
}
