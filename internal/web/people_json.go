package web

import "peil"

// People are the users of a workspace.
type People struct {
	People []Person `json:"people" doc:"by name"`
}

// Person is a user of a workspace.
type Person struct {
	ID     peil.ID `json:"id"`
	Name   string  `json:"name"`
	Team   *string `json:"team"`
	Sells  bool    `json:"sells"`
	Active bool    `json:"active" doc:"false after they left"`
}

// Me is who the browser says it is.
type Me struct {
	Person *Person `json:"person" doc:"null where nobody was chosen"`
	// Needed is set where something that is written wants to know who by.
	Needed bool `json:"needed" doc:"the workspace has people, and what is written wants one of them"`
}

// Chosen says who the browser is used by from now on.
type Chosen struct {
	Person *peil.ID `json:"person" doc:"null forgets"`
}

// PersonRef names a person.
type PersonRef struct {
	ID   peil.ID `json:"id"`
	Name string  `json:"name"`
}
