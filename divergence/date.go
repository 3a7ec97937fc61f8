package divergence

import _ "embed"

//go:embed docs/date.md
var dateDoc string

// Date compares the dates of the versions part by part.
var Date = &Check{
	Name: "date", Doc: dateDoc, Category: "accuracy/mistranslation", Data: true,
	Run: func(p *Pass) { p.reportValues("date.") },
}
