// Package peil is the domain of Peil: the events that happened in a company's
// sale, the words they are made of (money, days, periods, business calendars)
// and the shapes of answers. It uses the standard library only; every other
// package builds on it and it builds on none.
package peil
