package web

import (
	"net/http"

	"peil"
)

func (s *Server) answerImport(w http.ResponseWriter, r *http.Request) error       { return errSoon() }
func (s *Server) applyImport(w http.ResponseWriter, r *http.Request) error        { return errSoon() }
func (s *Server) ask(w http.ResponseWriter, r *http.Request) error                { return errSoon() }
func (s *Server) changeDashboard(w http.ResponseWriter, r *http.Request) error    { return errSoon() }
func (s *Server) changeNote(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) chooseMe(w http.ResponseWriter, r *http.Request) error           { return errSoon() }
func (s *Server) dashboard(w http.ResponseWriter, r *http.Request) error          { return errSoon() }
func (s *Server) dashboards(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) deleteDashboard(w http.ResponseWriter, r *http.Request) error    { return errSoon() }
func (s *Server) deleteNote(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) dimValues(w http.ResponseWriter, r *http.Request) error          { return errSoon() }
func (s *Server) dropFile(w http.ResponseWriter, r *http.Request) error           { return errSoon() }
func (s *Server) dropImport(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) duplicateDashboard(w http.ResponseWriter, r *http.Request) error { return errSoon() }
func (s *Server) importDraft(w http.ResponseWriter, r *http.Request) error        { return errSoon() }
func (s *Server) importKinds(w http.ResponseWriter, r *http.Request) error        { return errSoon() }
func (s *Server) imports(w http.ResponseWriter, r *http.Request) error            { return errSoon() }
func (s *Server) job(w http.ResponseWriter, r *http.Request) error                { return errSoon() }
func (s *Server) live(w http.ResponseWriter, r *http.Request) error               { return errSoon() }
func (s *Server) makeWorkspace(w http.ResponseWriter, r *http.Request) error      { return errSoon() }
func (s *Server) mapImport(w http.ResponseWriter, r *http.Request) error          { return errSoon() }
func (s *Server) me(w http.ResponseWriter, r *http.Request) error                 { return errSoon() }
func (s *Server) newDashboard(w http.ResponseWriter, r *http.Request) error       { return errSoon() }
func (s *Server) newImport(w http.ResponseWriter, r *http.Request) error          { return errSoon() }
func (s *Server) newNote(w http.ResponseWriter, r *http.Request) error            { return errSoon() }
func (s *Server) notes(w http.ResponseWriter, r *http.Request) error              { return errSoon() }
func (s *Server) orderDashboards(w http.ResponseWriter, r *http.Request) error    { return errSoon() }
func (s *Server) people(w http.ResponseWriter, r *http.Request) error             { return errSoon() }
func (s *Server) presets(w http.ResponseWriter, r *http.Request) error            { return errSoon() }
func (s *Server) readImport(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) receipt(w http.ResponseWriter, r *http.Request) error            { return errSoon() }
func (s *Server) refusedRows(w http.ResponseWriter, r *http.Request) error        { return errSoon() }
func (s *Server) resetDashboard(w http.ResponseWriter, r *http.Request) error     { return errSoon() }
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error               { return errSoon() }
func (s *Server) uploadFile(w http.ResponseWriter, r *http.Request) error         { return errSoon() }
func (s *Server) wordsOf(w http.ResponseWriter, r *http.Request) error            { return errSoon() }
func (s *Server) workspaces(w http.ResponseWriter, r *http.Request) error         { return errSoon() }

func errSoon() error { return peil.Unsupported("not_built", "%s is not built yet", "this") }
