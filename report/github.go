package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/tercet/tercet/divergence"
)

// GitHub is a workflow command a finding, which GitHub Actions shows as an
// annotation at its place:
//
//	::error file=zh.txt,line=5,col=12,endColumn=18,title=number::zh differs …
//
// The values are escaped as the runner undoes it: % and line ends everywhere,
// colon and comma in properties too.
var GitHub = &Format{
	Name: "github",
	Doc:  "annotations of GitHub Actions",
	New:  func(w io.Writer, o Options) Writer { return &githubWriter{w: bufio.NewWriter(w), o: o} },
}

type githubWriter struct {
	w    *bufio.Writer
	o    Options
	list lister
	sum  summary
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubCommand(s divergence.Severity) string {
	switch s {
	case divergence.Error:
		return "error"
	case divergence.Warning:
		return "warning"
	}
	return "notice"
}

func (g *githubWriter) Add(r *divergence.Result, u *Unit) error {
	g.sum.add(r, u)
	p := g.o.printer()
	for _, it := range g.list.items(r, u) {
		g.w.WriteString("::" + githubCommand(it.Severity) + " ")
		if len(it.at) > 0 {
			a := it.at[0]
			fmt.Fprintf(g.w, "file=%s,line=%d,", githubProperty.Replace(it.file(a)), a.pos.Line)
			if u == nil {
				fmt.Fprintf(g.w, "col=%d,", a.pos.Column)
				// GitHub takes an end column only where the end line is the line.
				if end := endPosition(a.doc, a.span, a.pos); end.Line == a.pos.Line && end.Column > a.pos.Column {
					fmt.Fprintf(g.w, "endColumn=%d,", end.Column)
				}
			}
		}
		g.w.WriteString("title=" + githubProperty.Replace(it.Check) + "::" + githubData.Replace(oneLine(it.statement(p))) + "\n")
	}
	return g.w.Flush()
}

// Close writes the summary as a plain line of the log.
func (g *githubWriter) Close() error {
	g.w.WriteString(oneLine(g.sum.line(g.o.printer(), g.o.Checks)) + "\n")
	return g.w.Flush()
}
