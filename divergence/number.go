package divergence

import (
	_ "embed"
	"strings"
)

//go:embed docs/number.md
var numberDoc string

// Number compares the quantities of the versions as values.
var Number = &Check{
	Name: "number", Doc: numberDoc, Category: "accuracy/mistranslation", Data: true,
	Run: func(p *Pass) { p.reportValues("number.") },
}

func (p *Pass) reportValues(prefix string) {
	p.compare()
	for _, f := range p.state.numbers {
		if strings.HasPrefix(f.Message.ID, prefix) {
			p.Report(f)
		}
	}
}
